import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clip, errorKinds, hasLoneSurrogate, wholeUpTo } from '../src';

describe('surrogates', () => {
  it('are found where they stand alone', () => {
    expect(['a', '😀', '𠮷a😀', ''].map(hasLoneSurrogate)).toEqual([false, false, false, false]);
    expect(['\ud83d', 'a\ude00', '\ude00\ud83d', '😀\ud83d', '\ude00'].map(hasLoneSurrogate)).toEqual(
      Array(5).fill(true),
    );
  });

  it('are found exactly where the platform finds them', () => {
    const units = fc.array(fc.constantFrom('a', '\ud83d', '\ude00', '话'), { maxLength: 12 });
    fc.assert(
      fc.property(units, (parts) => {
        const text = parts.join('');
        expect(hasLoneSurrogate(text)).toBe(new TextDecoder().decode(new TextEncoder().encode(text)) !== text);
      }),
    );
  });

  it('are never split', () => {
    expect(wholeUpTo('a😀b', 2)).toBe(1);
    expect(wholeUpTo('a😀b', 3)).toBe(3);
    expect(wholeUpTo('ab', 9)).toBe(2);
    expect(clip('话题😀😀', 3)).toBe('话题');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(40), (text, max) => {
        const cut = clip(text, max);
        expect(cut.length).toBeLessThanOrEqual(max);
        expect(text.startsWith(cut)).toBe(true);
        expect(hasLoneSurrogate(cut)).toBe(false);
      }),
    );
  });
});
describe('error codes', () => {
  it('each have an HTTP status of an error', () => {
    for (const { status } of Object.values(errorKinds)) expect(status).toSatisfy((n: number) => n >= 400 && n < 600);
  });
});
