import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createPace } from '@/markdown/pace';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** When something was done, ms after the beginning. */
function paced() {
  const began = Date.now();
  const done: number[] = [];
  return { done, pace: createPace(() => done.push(Date.now() - began), 50) };
}

it('what comes after a pause is done at once, what follows at the pace, and the last of it too', () => {
  const { done, pace } = paced();
  for (let n = 0; n < 12; n += 1) {
    pace.soon();
    vi.advanceTimersByTime(10);
  }
  vi.advanceTimersByTime(500);
  expect(done).toEqual([0, 40, 80, 130]);
  pace.soon();
  expect(done).toEqual([0, 40, 80, 130, 620]);
});

it('what may not wait does not, and nothing is done again for what waited', () => {
  const { done, pace } = paced();
  pace.soon();
  vi.advanceTimersByTime(5);
  pace.soon();
  pace.now();
  vi.advanceTimersByTime(500);
  expect(done).toEqual([0, 5]);
});

it('nothing is done once it was stopped, and a clock that was set back holds up nothing for long', () => {
  const { done, pace } = paced();
  pace.soon();
  pace.soon();
  pace.stop();
  vi.advanceTimersByTime(500);
  expect(done).toEqual([0]);
  vi.setSystemTime(Date.now() - 3_600_000);
  pace.soon();
  vi.advanceTimersByTime(50);
  expect(done).toHaveLength(2);
});
