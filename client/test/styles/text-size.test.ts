import { afterEach, describe, expect, it, vi } from 'vitest';
import { sizesFor, setTextSize, targetPx, textScale, textSizes } from '@/styles/text-size';

const rootSize = (name: string): string => document.documentElement.style.getPropertyValue(name);

afterEach(() => {
  vi.restoreAllMocks();
  setTextSize('standard');
});

describe('the size of text', () => {
  it('brings icons and what takes a finger with it: 48 px at least from the first step on', () => {
    expect(sizesFor(1)).toEqual({ '--text-scale': '1.00', '--icon-scale': '1.00', '--target': '44px' });
    expect(sizesFor(1.25)).toEqual({ '--text-scale': '1.25', '--icon-scale': '1.13', '--target': '48px' });
    expect(sizesFor(1.5)).toEqual({ '--text-scale': '1.50', '--icon-scale': '1.25', '--target': '52px' });
  });

  it('is that which was chosen, on the root element, and at once', () => {
    setTextSize('largest');
    expect([textScale.value, targetPx.value]).toEqual([1.5, 52]);
    expect(rootSize('--text-scale')).toBe('1.50');
    expect(textSizes.value['--target']).toBe('52px');
  });

  it('follows the browser: what a reader set there as the size of all pages', () => {
    // A browser set to 24 px: its `medium` is that, a length stays what it is.
    vi.spyOn(window, 'getComputedStyle').mockImplementation(
      (element) =>
        ({ fontSize: /medium/.test((element as HTMLElement).style.cssText) ? '24px' : '16px' }) as CSSStyleDeclaration,
    );
    setTextSize('system');
    expect(textScale.value).toBe(1.5);
  });

  it('is the usual one where the browser says nothing of use', () => {
    vi.spyOn(window, 'getComputedStyle').mockImplementation(() => ({ fontSize: '' }) as CSSStyleDeclaration);
    setTextSize('system');
    expect(textScale.value).toBe(1);
  });
});
