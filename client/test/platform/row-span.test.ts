import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RowHeights } from '@/platform/row-heights';
import { heightOf, reaches, rowAt, spansFor, stepTo, type Laid } from '@/platform/row-span';

const heights = fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 1, maxLength: 200 });
const LIMITS = { margin: 2_000, max: 60 };

function lay(all: number[], from: number): Laid {
  const height = (index: number): number => all[index] ?? 0;
  return { count: all.length, height, from, top: heightOf({ height }, { from: 0, to: from }) };
}

describe('the rows of a long list', () => {
  it('stand where the heights before them say, whichever of them is drawn', () => {
    fc.assert(
      fc.property(heights, fc.nat(), fc.nat(), (all, from, y) => {
        const total = all.reduce((sum, px) => sum + px, 0);
        const at = y % total;
        const found = rowAt(lay(all, from % all.length), at);
        expect(found.top).toBe(heightOf(lay(all, 0), { from: 0, to: found.index }));
        expect(found.top).toBeLessThanOrEqual(at);
        expect(found.top + (all[found.index] ?? 0)).toBeGreaterThan(at);
      }),
    );
  });

  it('are drawn without a gap wherever one looks, in steps of a few, and never more than so many but those in sight', () => {
    fc.assert(
      fc.property(heights, fc.nat(), fc.nat(), fc.integer({ min: 1, max: 8 }), (all, from, y, chunk) => {
        const laid = lay(all, from % all.length);
        const top = y % all.reduce((sum, px) => sum + px, 0);
        const sight = { top, bottom: top + 700 };
        const { seen, wanted } = spansFor(laid, sight, LIMITS);
        expect(wanted.from).toBeLessThanOrEqual(seen.from);
        expect(wanted.to).toBeGreaterThanOrEqual(seen.to);
        expect(wanted.to - wanted.from).toBeLessThanOrEqual(Math.max(LIMITS.max, seen.to - seen.from));
        expect(reaches(laid, seen, sight, 0)).toBe(true);

        let now = { from: laid.from, to: laid.from + 1 };
        for (let steps = 0; now.from !== wanted.from || now.to !== wanted.to; steps += 1) {
          const next = stepTo(now, seen, wanted, chunk);
          expect(steps).toBeLessThan(all.length + 2);
          // What is in sight is drawn from the first step on.
          expect(next.from <= seen.from && next.to >= seen.to).toBe(true);
          now = next;
        }
      }),
    );
  });
});

describe('what is known of heights', () => {
  it('is what was measured, and guesses as far off as those of the measured were', () => {
    const known = new RowHeights();
    expect(known.of('a', 100)).toBe(100);
    expect(known.set('a', 150, 100)).toBe(0);
    expect(known.set('a', 180, 100)).toBe(30);
    expect(known.of('a', 100)).toBe(180);
    expect(known.of('b', 50)).toBe(90);
    known.keep(new Set());
    expect(known.of('b', 50)).toBe(50);
  });
});
