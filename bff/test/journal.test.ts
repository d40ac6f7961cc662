import { randomUUID } from 'node:crypto';
import { appendFile, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFileJournal } from '../src/features/chat/journal/file-journal';
import type { Journal } from '../src/features/chat/journal/journal';
import { createRedisJournal } from '../src/features/chat/journal/redis-journal';
import { createLogger } from '../src/logger';
import { connectRedis, PREFIX, type Redis } from '../src/redis/connection';
import { testRedisUrl } from './config';

const logger = createLogger('silent');
const folder = () => mkdtemp(join(tmpdir(), 'huati-journal-'));

/** What every journal must do; `open` gives two handles of one journal, as two processes have. */
function journalSuite(name: string, open: () => Promise<[Journal, Journal]>): void {
  describe(`the journal in ${name}`, () => {
    it('gives the next writer every piece that was kept, and shuts the last one out', async () => {
      const [one, two] = await open();
      const id = randomUUID();
      expect(await one.write(id, 1, [{ kind: 'reasoning', offset: 0, text: '想' }])).toBe('kept');
      expect(await one.write(id, 1, [{ kind: 'text', offset: 0, text: '一二😀' }])).toBe('kept');
      expect(await one.write(id, 1, [{ kind: 'text', offset: 4, text: '三"\n四' }])).toBe('kept');
      expect(await two.takeOver(id, 2)).toEqual({ text: '一二😀三"\n四', reasoning: '想' });
      expect(await two.write(id, 2, [{ kind: 'text', offset: 8, text: '五' }])).toBe('kept');
      // What the first writer still writes is refused, or read by nobody.
      await one.write(id, 1, [{ kind: 'text', offset: 8, text: '旧' }]);
      expect((await two.read(id)).text).toBe('一二😀三"\n四五');
      expect((await one.takeOver(id, 3)).text).toBe('一二😀三"\n四五');
    });

    it('takes everything anew from the beginning', async () => {
      const [one] = await open();
      const id = randomUUID();
      await one.write(id, 1, [{ kind: 'text', offset: 0, text: '甲' }]);
      await one.write(id, 1, [{ kind: 'text', offset: 0, text: '甲乙丙' }]);
      expect(await one.write(id, 1, [{ kind: 'text', offset: 3, text: '丁' }])).toBe('kept');
      expect((await one.read(id)).text).toBe('甲乙丙丁');
    });

    it('keeps how an answer ended until it is stored', async () => {
      const [one, two] = await open();
      const id = randomUUID();
      await one.write(id, 1, [{ kind: 'text', offset: 0, text: '完' }]);
      await one.writeEnd(id, 1, { status: 'complete', usage: { inputTokens: 1, outputTokens: 2 } });
      expect(await two.takeOver(id, 2)).toMatchObject({ text: '完', end: { status: 'complete' } });
      await two.forget(id);
    });

    it('has nothing of an answer it never heard of', async () => {
      const [one] = await open();
      expect(await one.takeOver(randomUUID(), 2)).toEqual({ text: '', reasoning: '' });
    });
  });
}

journalSuite('files', async () => {
  const place = await folder();
  return [createFileJournal(place), createFileJournal(place)];
});

describe('the journal in files alone', () => {
  it('leaves nothing behind of what is stored', async () => {
    const place = await folder();
    const journal = createFileJournal(place);
    await journal.write('a', 1, [{ kind: 'text', offset: 0, text: 'x' }]);
    await journal.takeOver('a', 2);
    await journal.forget('a');
    expect(await readdir(place)).toEqual([]);
  });

  it('drops a line that its writer could not finish', async () => {
    const place = await folder();
    const journal = createFileJournal(place);
    await journal.write('a', 1, [{ kind: 'text', offset: 0, text: '整' }]);
    await appendFile(join(place, 'a.1.jsonl'), '{"kind":"text","offset":1,"text":"半');
    expect((await journal.read('a')).text).toBe('整');
  });

  it('names what a dead process of this machine left, and nothing of one that may live', async () => {
    const place = await folder();
    const first = (host: string, pid: number) => `${JSON.stringify({ host, pid })}\n`;
    await writeFile(join(place, 'dead.1.jsonl'), first(hostname(), 2 ** 22 + 1));
    await writeFile(join(place, 'alive.1.jsonl'), first(hostname(), process.ppid));
    await writeFile(join(place, 'elsewhere.1.jsonl'), first('another machine', 1));
    await writeFile(join(place, 'torn.1.jsonl'), '{"host":');
    expect(await createFileJournal(place).orphans()).toEqual(['dead']);
  });
});

const redisUrl = testRedisUrl();
describe.skipIf(redisUrl === undefined)('with Redis', () => {
  let redis: [Redis, Redis];
  beforeAll(async () => {
    redis = [await connectRedis(redisUrl ?? '', logger), await connectRedis(redisUrl ?? '', logger)];
  });
  afterAll(() => {
    for (const each of redis) each.close();
  });
  const open = (): Promise<[Journal, Journal]> =>
    Promise.resolve([createRedisJournal(redis[0], logger), createRedisJournal(redis[1], logger)]);

  journalSuite('Redis', open);

  it('refuses a writer whose generation is over, and one that misses what came before', async () => {
    const [one, two] = await open();
    const id = randomUUID();
    await one.write(id, 1, [{ kind: 'text', offset: 0, text: '甲' }]);
    await two.takeOver(id, 2);
    expect(await one.write(id, 1, [{ kind: 'text', offset: 1, text: '旧' }])).toBe('lost');
    expect(await one.writeEnd(id, 1, { status: 'complete' })).toBe('lost');
    await redis[0].commands.del([`${PREFIX}answer:${id}`, `${PREFIX}answer:${id}:state`]);
    expect(await two.write(id, 2, [{ kind: 'text', offset: 1, text: '乙' }])).toBe('gap');
    expect(await two.write(id, 2, [{ kind: 'text', offset: 0, text: '甲乙' }])).toBe('kept');
  });

  it('tells a reader elsewhere of all that is there and all that comes, and goes some time after the end', async () => {
    const [one, two] = await open();
    const id = randomUUID();
    await one.write(id, 1, [{ kind: 'text', offset: 0, text: '先' }]);
    const told: unknown[] = [];
    let stop: (() => void) | undefined;
    await new Promise<void>((resolve) => {
      stop = two.watch?.(id, (piece) => {
        told.push(piece);
        if (piece === 'stored') resolve();
      });
      void one.write(id, 1, [{ kind: 'text', offset: 1, text: '后' }]).then(() => one.forget(id));
    });
    stop?.();
    expect(told).toEqual([{ kind: 'text', offset: 0, text: '先' }, { kind: 'text', offset: 1, text: '后' }, 'stored']);
    const left = await redis[0].commands.pTTL(`${PREFIX}answer:${id}`);
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(60_000);
    await Promise.all([one.close(), two.close()]);
  });
});
