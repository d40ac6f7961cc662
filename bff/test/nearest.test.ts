import { describe, expect, it } from 'vitest';
import type { CachedRow } from '../src/features/answer-cache/cached.repository';
import { createCachedAnswersRepository } from '../src/features/answer-cache/cached.repository';
import { Nearest } from '../src/features/answer-cache/nearest';
import { databases } from './databases';
import { startBff } from './harness';

const DIMENSIONS = 1024;
const COUNT = 1200;

function vectorOf(seed: number): Int8Array {
  return Int8Array.from({ length: DIMENSIONS }, (_, at) => Math.round(127 * Math.sin((seed + 1) * (at + 1))));
}

describe.each(databases)('the nearest of many earlier questions, on $name', ({ prepare }) => {
  it('is found on whichever page, while others have their turn', async () => {
    const bff = await startBff({ LLM_TITLES: 'off', ...(await prepare()) });
    try {
      const client = await bff.client();
      const { answerId } = await client.ask('问');
      await client.done(answerId);
      const database = await bff.database();
      const answer = await database.kysely
        .selectFrom('messages')
        .selectAll()
        .where('id', '=', answerId)
        .executeTakeFirstOrThrow();
      const now = Date.now();
      const ids = Array.from({ length: COUNT }, (_, at) => `a-${String(at).padStart(5, '0')}`);
      const rows = ids.map((id, at): CachedRow => {
        const vector = Buffer.from(vectorOf(at).buffer).toString('base64');
        const about = { scope: 's', question: `问题${at}`, model: 'm', dimensions: DIMENSIONS };
        // Many are of one moment.
        return { answer_id: id, ...about, vector, created_at: now - Math.floor(at / 700) };
      });
      for (let at = 0; at < COUNT; at += 100) {
        const answers = ids.slice(at, at + 100).map((id) => ({ ...answer, id, ask_id: null }));
        await database.kysely.insertInto('messages').values(answers).execute();
        await database.kysely
          .insertInto('cached_answers')
          .values(rows.slice(at, at + 100))
          .execute();
      }
      let turns = 0;
      const counting = setInterval(() => (turns += 1), 0);
      const nearest = new Nearest('m', createCachedAnswersRepository(database));
      for (const at of [0, 499, 500, 699, 700, 1199]) {
        const [first] = await nearest.to(vectorOf(at), 's', 0.99);
        expect(first?.entry.question).toBe(`问题${at}`);
        expect(first?.score).toBeCloseTo(1, 5);
      }
      clearInterval(counting);
      expect(turns).toBeGreaterThan(1);
      expect(await nearest.to(vectorOf(0), 'other', 0)).toEqual([]);
    } finally {
      await bff.close();
    }
  });
});
