import { beforeEach, expect, it, vi } from 'vitest';
import theme from '@/theme.json';

const host = { theme: 'light', changed: (): void => undefined };
const colour = vi.fn();
const background = vi.fn();

beforeEach(() => {
  vi.resetModules();
  colour.mockClear();
  background.mockClear();
  Object.assign(uni, {
    getAppBaseInfo: () => ({ theme: host.theme }),
    onThemeChange: (run: () => void) => (host.changed = run),
    setNavigationBarColor: colour,
    setBackgroundColor: background,
    setBackgroundTextStyle: () => undefined,
  });
});

it('has the colours of theme.json', async () => {
  const { barColours } = await import('@/platform/document.mp-weixin');
  for (const name of ['light', 'dark'] as const) {
    const { paper, bar, pull } = barColours[name];
    expect({ paper, barText: bar === '#ffffff' ? 'white' : 'black', pullText: pull }).toEqual(theme[name]);
  }
});

it('leaves the bars to WeChat until a theme is chosen, and follows the system again after that', async () => {
  const { setDocumentTheme } = await import('@/platform/document.mp-weixin');
  setDocumentTheme('system');
  expect(colour).not.toHaveBeenCalled();
  setDocumentTheme('dark');
  expect(colour).toHaveBeenLastCalledWith(
    expect.objectContaining({ frontColor: '#ffffff', backgroundColor: theme.dark.paper }),
  );
  expect(background).toHaveBeenLastCalledWith(expect.objectContaining({ backgroundColorTop: theme.dark.paper }));
  host.theme = 'light';
  host.changed();
  expect(colour).toHaveBeenCalledTimes(1);
  setDocumentTheme('system');
  expect(colour).toHaveBeenLastCalledWith(expect.objectContaining({ frontColor: '#000000' }));
  host.theme = 'dark';
  host.changed();
  expect(colour).toHaveBeenLastCalledWith(expect.objectContaining({ frontColor: '#ffffff' }));
  host.theme = 'light';
});
