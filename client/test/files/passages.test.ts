import type { Page, Passage } from '@huati/shared';
import { describe, expect, it } from 'vitest';
import { Passages } from '@/features/files/passages';
import { WireFailure } from '@/transport';

/** A file of `count` passages, given out as the server does; fails as often as it is told. */
function fileOf(count: number) {
  const world = { fails: 0, calls: [] as [cursor: string | null, limit: number][] };
  const fetch = (cursor: string | null, limit: number): Promise<Page<Passage>> => {
    world.calls.push([cursor, limit]);
    if (world.fails > 0) {
      world.fails -= 1;
      return Promise.reject(new WireFailure('offline', 'cut'));
    }
    const from = Number(cursor ?? 0);
    const to = Math.min(count, from + limit);
    const items = Array.from({ length: to - from }, (_, at) => ({
      n: from + at + 1,
      text: `第${from + at + 1}段`,
      place: {},
    }));
    return Promise.resolve({ items, nextCursor: to < count ? String(to) : null, prevCursor: null });
  };
  return { world, fetch };
}

const shown = (passages: Passages): number[] => passages.shown.value.map(({ n }) => n);
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at);

describe('what was read of a file', () => {
  it('comes part by part in its order, until its end', async () => {
    const { world, fetch } = fileOf(45);
    const passages = new Passages(fetch, Infinity);
    expect(passages.phase.value).toBe('loading');
    await passages.load();
    expect(shown(passages)).toEqual(range(1, 20));
    await Promise.all([passages.next(), passages.next()]);
    expect(shown(passages)).toEqual(range(1, 40));
    await passages.next();
    expect([shown(passages).length, passages.hasMore.value]).toEqual([45, false]);
    await passages.next();
    expect(world.calls).toEqual([
      [null, 20],
      ['20', 20],
      ['40', 20],
    ]);
  });

  it('is turned over like leaves where a view has room for few', async () => {
    const { fetch } = fileOf(19);
    const passages = new Passages(fetch, 8);
    await passages.load();
    expect([shown(passages), passages.hasBefore.value]).toEqual([range(1, 8), false]);
    await passages.next();
    await passages.next();
    expect([shown(passages), passages.hasMore.value]).toEqual([range(17, 19), false]);
    await passages.next();
    expect(shown(passages)).toEqual(range(17, 19));
    passages.before();
    passages.before();
    expect([shown(passages), passages.hasBefore.value]).toEqual([range(1, 8), false]);
    await passages.next();
    expect(shown(passages)).toEqual(range(9, 16));
  });

  it('is tried again where it could not be had, and keeps what is there', async () => {
    const { world, fetch } = fileOf(25);
    const passages = new Passages(fetch, Infinity);
    world.fails = 1;
    await passages.load();
    expect([passages.phase.value, passages.failure.value?.code]).toEqual(['failed', 'offline']);
    await passages.load();
    world.fails = 1;
    await passages.next();
    expect([passages.phase.value, shown(passages).length]).toEqual(['ready', 20]);
    await passages.next();
    expect(shown(passages)).toEqual(range(1, 25));
  });
});
