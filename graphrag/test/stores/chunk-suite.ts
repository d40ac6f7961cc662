import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChunkStore, ChunkToKeep } from '../../src/stores/chunk-store';
import { all } from './facts';

const EVERYBODY = { owner: '' };
/** Texts that would be more than text where a filter is put together from them. */
const HOSTILE = ['" or true or chunk_id == "', "'", '\\', '{owner}', '小米\n🙂', 'a#b'];

export function chunk(documentId: string, n: number, more: Partial<ChunkToKeep> = {}): ChunkToKeep {
  const text = `${documentId} 的第 ${n} 段`;
  return { id: `${documentId}#${n}`, documentId, owner: '', n, title: '年报.pdf', text, place: { page: n }, ...more };
}

/** A vector of length one. */
export function vector(...numbers: number[]): Float32Array {
  const length = Math.hypot(...numbers);
  return Float32Array.from(numbers, (number) => number / length);
}

/** What every chunk store does. `open` gives an empty one, for a model that makes three numbers. */
export function chunkSuite(open: () => Promise<ChunkStore>): void {
  let chunks: ChunkStore;
  beforeEach(async () => {
    chunks = await open();
  });
  afterEach(() => chunks.close());

  describe('chunks', () => {
    it('are given whole, in the order in which they are asked for', async () => {
      const place = { page: 3, headings: ['一', '二'], lines: [1, 2] as [number, number] };
      await chunks.put([chunk('d', 1), chunk('d', 2, { place }), chunk('e', 1)]);
      expect(await chunks.get(['e#1', 'none', 'd#2'], EVERYBODY)).toEqual([chunk('e', 1), chunk('d', 2, { place })]);
      expect(await chunks.get([], EVERYBODY)).toEqual([]);
    });

    it('take the place of those of the same id', async () => {
      await chunks.put([chunk('d', 1, { vector: vector(1, 0, 0) })]);
      await chunks.put([chunk('d', 1, { text: '新的' })]);
      expect(await chunks.get(['d#1'], EVERYBODY)).toMatchObject([{ text: '新的' }]);
      expect(await all(chunks.all())).toHaveLength(1);
      expect(await chunks.withoutVector(10)).toEqual(['d#1']);
    });

    it('are all told, those of a document by their numbers', async () => {
      const many = Array.from({ length: 250 }, (_, at) => chunk('long', at + 1));
      await chunks.put([...many.slice(100), chunk('a', 2), chunk('a', 1), chunk('z', 1), ...many.slice(0, 100)]);
      const ids = (await all(chunks.all())).map(({ id }) => id);
      expect(ids).toEqual(['a#1', 'a#2', ...many.map(({ id }) => id), 'z#1']);
    });

    it('go with their document', async () => {
      await chunks.put([chunk('d', 1, { vector: vector(1, 0, 0) }), chunk('d', 2), chunk('e', 1)]);
      await chunks.removeDocument('d');
      await chunks.removeDocument('d');
      expect((await all(chunks.all())).map(({ id }) => id)).toEqual(['e#1']);
      expect(await chunks.alike(vector(1, 0, 0), EVERYBODY, 5)).toEqual([]);
      await chunks.put([chunk('d', 3)]);
      expect((await chunks.get(['d#1', 'd#3'], EVERYBODY)).map(({ id }) => id)).toEqual(['d#3']);
    });

    it('are seen by their owner, and the organisation’s by everybody', async () => {
      const meant = vector(0, 1, 0);
      await chunks.put([chunk('org', 1, { vector: meant }), chunk('mine', 1, { owner: 'me', vector: meant })]);
      const seenBy = async (owner: string) => ({
        read: (await chunks.get(['org#1', 'mine#1'], { owner })).map(({ id }) => id),
        alike: (await chunks.alike(meant, { owner }, 5)).map(({ chunkId }) => chunkId).sort(),
      });
      expect(await seenBy('me')).toEqual({ read: ['org#1', 'mine#1'], alike: ['mine#1', 'org#1'] });
      expect(await seenBy('you')).toEqual({ read: ['org#1'], alike: ['org#1'] });
      expect(await seenBy('')).toEqual({ read: ['org#1'], alike: ['org#1'] });
    });
  });

  describe('meanings', () => {
    it('are found nearest first, as cosines', async () => {
      const near = [vector(1, 0, 0), vector(1, 1, 0), vector(0, 1, 0), vector(-1, 0, 0)];
      await chunks.put(near.map((one, at) => chunk('d', at + 1, { vector: one })));
      const found = await chunks.alike(vector(1, 0, 0), EVERYBODY, 3);
      expect(found.map(({ chunkId }) => chunkId)).toEqual(['d#1', 'd#2', 'd#3']);
      expect(found[0]?.cosine).toBeCloseTo(1, 5);
      expect(found[1]?.cosine).toBeCloseTo(Math.SQRT1_2, 5);
      expect(found.every(({ cosine }) => cosine <= 1 && cosine >= -1)).toBe(true);
      expect(await chunks.alike(vector(1, 0, 0), EVERYBODY, 0)).toEqual([]);
    });

    it('are wanted of chunks that have none', async () => {
      await chunks.put([chunk('d', 1), chunk('d', 2, { vector: vector(0, 0, 1) }), chunk('d', 3)]);
      expect((await chunks.withoutVector(10)).sort()).toEqual(['d#1', 'd#3']);
      expect(await chunks.withoutVector(1)).toHaveLength(1);
      expect((await chunks.alike(vector(1, 0, 0), EVERYBODY, 9)).map(({ chunkId }) => chunkId)).toEqual(['d#2']);
    });

    it('are not looked for once nobody waits', async () => {
      const late = AbortSignal.abort(new Error('too late'));
      await expect(chunks.alike(vector(1, 0, 0), EVERYBODY, 1, late)).rejects.toThrow('too late');
    });
  });

  it('any text is only text', async () => {
    for (const text of HOSTILE) {
      await chunks.put([
        chunk(text, 1, { owner: text, title: text, text, vector: vector(1, 1, 1) }),
        chunk(`${text}!`, 1),
      ]);
    }
    for (const text of HOSTILE) {
      expect(await chunks.get([`${text}#1`, `${text}!#1`], { owner: text })).toMatchObject([{ text }, {}]);
      expect(await chunks.alike(vector(1, 1, 1), { owner: text }, 50)).toMatchObject([{ chunkId: `${text}#1` }]);
      await chunks.removeDocument(text);
    }
    expect((await all(chunks.all())).map(({ documentId }) => documentId).sort()).toEqual(
      HOSTILE.map((text) => `${text}!`).sort(),
    );
    await chunks.ping();
  });
}
