import { describe, expect, it } from 'vitest';
import { followsEnd } from '@/features/chat/follow-end';

const at = (top: number, height = 2000) => ({ top, height, client: 700 });

describe('following the end', () => {
  it('lets a reader go who scrolls up, however little', () => {
    expect(followsEnd(true, at(1300), at(1290))).toBe(false);
  });

  it('takes along again who comes back to within 48 px', () => {
    expect(followsEnd(false, at(1200), at(1253))).toBe(true);
    expect(followsEnd(false, at(1200), at(1240))).toBe(false);
  });

  it('does not take a reader along who only moves up near the end', () => {
    expect(followsEnd(false, at(1290), at(1280))).toBe(false);
  });

  it('is not misled by content that became shorter or longer', () => {
    expect(followsEnd(true, at(1300, 2000), at(1250, 1950))).toBe(true);
    expect(followsEnd(true, at(1300, 2000), at(1240, 1945))).toBe(true);
    expect(followsEnd(true, at(1300, 2000), at(1300, 2100))).toBe(true);
  });
});
