import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { holdBack as hold } from '@/platform/back';

let holdBack: typeof hold;
let entries: unknown[] = [];
const closed: string[] = [];

/** "Back", or `n` of them at once: what a browser does then. */
function back(n = 1): void {
  entries = entries.slice(0, -n);
  window.dispatchEvent(Object.assign(new Event('popstate'), { state: history.state as unknown }));
}

beforeEach(async () => {
  vi.useFakeTimers();
  vi.resetModules();
  entries = [{ depth: 0 }];
  closed.length = 0;
  vi.spyOn(history, 'state', 'get').mockImplementation(() => entries[entries.length - 1]);
  vi.spyOn(history, 'pushState').mockImplementation((state: unknown) => void entries.push(state));
  vi.spyOn(history, 'go').mockImplementation((n = 0) => back(-n));
  ({ holdBack } = await import('@/platform/back'));
});
afterEach(() => vi.useRealTimers());

const open = (name: string): (() => void) => holdBack(() => closed.push(name));

it('"back" closes the topmost alone', () => {
  open('drawer');
  open('dialog');
  back();
  expect(closed).toEqual(['dialog']);
  back();
  expect(closed).toEqual(['dialog', 'drawer']);
  expect(entries).toHaveLength(1);
});

it('what is closed otherwise takes its entry with it, and closes nothing below', () => {
  open('drawer');
  open('dialog')();
  vi.runAllTimers();
  expect(closed).toEqual([]);
  expect(entries).toHaveLength(2);
  back();
  expect(closed).toEqual(['drawer']);
});

it('what closes below another leaves that one open', () => {
  const drawer = open('drawer');
  open('dialog');
  drawer();
  vi.runAllTimers();
  expect(closed).toEqual([]);
  back();
  expect(closed).toEqual(['dialog']);
});

it('what opens as something closes takes over its entry', () => {
  open('menu')();
  open('dialog');
  vi.runAllTimers();
  expect(entries).toHaveLength(2);
  expect(closed).toEqual([]);
  back();
  expect(closed).toEqual(['dialog']);
});

it('a page that was opened over it is not left', () => {
  open('drawer')();
  history.pushState({ depth: 1 }, '');
  vi.runAllTimers();
  expect(history.state).toEqual({ depth: 1 });
});

it('what opens while the entry of what was closed is being left stays open', () => {
  let leave = (): void => undefined;
  vi.mocked(history.go).mockImplementationOnce((n = 0) => void (leave = () => back(-n)));
  open('picture')();
  vi.runAllTimers();
  // The browser goes back a moment after it was asked to.
  open('dialog');
  open('menu')();
  leave();
  vi.runAllTimers();
  expect(closed).toEqual([]);
  expect(entries).toHaveLength(2);
  back();
  expect(closed).toEqual(['dialog']);
  expect(entries).toHaveLength(1);
});
