import { beforeEach, describe, expect, it, vi } from 'vitest';

const calm = { asked: false };
const vibrate = vi.fn();

beforeEach(() => {
  vi.resetModules();
  vibrate.mockClear();
  calm.asked = false;
  Object.assign(navigator, { vibrate });
  Object.defineProperty(navigator, 'userActivation', { value: { hasBeenActive: true }, configurable: true });
  vi.stubGlobal('matchMedia', (query: string) => ({ matches: /coarse/.test(query) || calm.asked }));
});

/** With the browser's own part, which is not that of the imitated phone. */
const browser = () => import('../../src/platform/haptics');

describe('what a finger feels in a browser', () => {
  it('differs by what happened', async () => {
    const own = await browser();
    own.vibrate('light');
    own.vibrate('refused');
    expect(own.hasHaptics).toBe(true);
    expect(vibrate.mock.calls[0]).not.toEqual(vibrate.mock.calls[1]);
    expect(vibrate).toHaveBeenCalledTimes(2);
  });

  it('is nothing where less motion is asked for, and before the first touch', async () => {
    const own = await browser();
    calm.asked = true;
    own.vibrate('light');
    calm.asked = false;
    Object.defineProperty(navigator, 'userActivation', { value: { hasBeenActive: false }, configurable: true });
    own.vibrate('light');
    expect(vibrate).not.toHaveBeenCalled();
  });

  it('is nothing where the person switched it off', async () => {
    const { feel, setHaptics } = await import('@/ui/haptics');
    setHaptics(false);
    feel('firm');
    expect(vibrate).not.toHaveBeenCalled();
    setHaptics(true);
    feel('firm');
    expect(vibrate).toHaveBeenCalledTimes(1);
  });
});
