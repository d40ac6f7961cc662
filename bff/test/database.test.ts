import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { openDatabase, type Database } from '../src/db/database';
import { createMigrator } from '../src/db/migrate';
import { createAccountRepository } from '../src/features/account/account.repository';
import { createMessagesRepository } from '../src/features/chat/messages/messages.repository';
import { createAnswersRepository } from '../src/features/chat/answers.repository';
import { firstRound } from '../src/features/chat/rounds';
import { createRoundsRepository } from '../src/features/chat/rounds.repository';
import { createSearchRepository } from '../src/features/topics/search.repository';
import { createTopicsRepository } from '../src/features/topics/topics.repository';
import { createTopicsService } from '../src/features/topics/topics.service';
import { databases } from './databases';

describe.each(databases)('the database on $name', ({ prepare }) => {
  const open = async (use: (database: Database, url: string) => Promise<void>) => {
    const { DATABASE_URL: url } = await prepare();
    const database = await openDatabase(url);
    try {
      await use(database, url);
    } finally {
      await database.close();
    }
  };
  const guest = (database: Database, hash = 'h') =>
    createAccountRepository(database).findOrCreate({
      id: `user-${hash}`,
      kind: 'guest',
      name: '访客 𠮷😀',
      identity_hash: hash,
      created_at: 1,
    });

  it('goes up, down and up again', () =>
    open(async (database) => {
      const migrator = createMigrator(database.kysely, database.dialect);
      expect((await migrator.migrateDown()).error).toBeUndefined();
      expect((await migrator.migrateToLatest()).error).toBeUndefined();
      expect((await guest(database)).name).toBe('访客 𠮷😀');
    }));

  it('goes on with steps that were left half done', () =>
    open(async (database) => {
      const migrator = createMigrator(database.kysely, database.dialect);
      for (const { to, half } of [
        { to: '006_wechat', half: sql`alter table messages add column attached integer not null default 0` },
        { to: '005_found', half: sql`alter table users add column openid varchar(64)` },
        { to: '004_memory', half: sql`alter table messages add column folded text` },
        { to: '003_branches', half: sql`alter table topics add column model varchar(200)` },
        { to: '002_takeover', half: sql`alter table messages add column shown integer not null default 1` },
      ]) {
        expect((await migrator.migrateTo(to)).error).toBeUndefined();
        await half.execute(database.kysely);
      }
      expect((await migrator.migrateToLatest()).error).toBeUndefined();
      expect((await guest(database)).id).toBe('user-h');
    }));

  it('is made once by processes that start at once', async () => {
    const { DATABASE_URL: url } = await prepare();
    const all = await Promise.all([1, 2, 3, 4].map(() => openDatabase(url)));
    const users = await Promise.all(all.map((database) => guest(database)));
    expect(new Set(users.map(({ id }) => id)).size).toBe(1);
    await Promise.all(all.map((database) => database.close()));
  });

  it('keeps emoji and rare Han characters, whole and in order', () =>
    open(async (database) => {
      const user = await guest(database);
      const messages = createMessagesRepository(database);
      const text = '😀👨‍👩‍👧 𠮷野家 𪚥 \u{2F81A} ' + '长'.repeat(70_000);
      const round = firstRound(user.id, { askId: 'a', text }, 'me');
      const rounds = createRoundsRepository(database);
      expect(await rounds.begin(() => round)).toBe(round);
      expect(await rounds.append(user.id, round.question.topic_id, () => round)).toBeUndefined();
      const rows = await messages.slice({ topicId: round.question.topic_id, shown: true, limit: 10 });
      expect(rows.map(({ id }) => id)).toEqual([round.answer.id, round.question.id]);
      expect(rows.at(-1)?.text).toBe(text);
      expect(round.topic?.title.isWellFormed()).toBe(true);
    }));

  it('lets only the newest writer write an answer, and gives it away once its lease ran out', () =>
    open(async (database) => {
      const user = await guest(database);
      const messages = createMessagesRepository(database);
      const answers = createAnswersRepository(database);
      const round = firstRound(user.id, { askId: 'a', text: '?' }, 'me');
      await createRoundsRepository(database).begin(() => round);
      const written = { id: round.answer.id, text: '写了', reasoning: '' };
      expect(await answers.checkpoint(written, 2)).toBe(false);
      expect(await answers.checkpoint(written, 1)).toBe(true);
      expect(await answers.abandoned(10)).toEqual([]);
      expect(await answers.claim(written.id, 'other', 'unknown')).toBe('held');

      await answers.handOver({ ...written, text: '写了一半' }, 1);
      expect(await answers.abandoned(10)).toEqual([written.id]);
      const claims = await Promise.all(['a', 'b', 'c'].map((owner) => answers.claim(written.id, owner, 'unknown')));
      const won = claims.filter((claim) => typeof claim === 'object');
      expect(won).toMatchObject([{ text: '写了一半', lease_generation: 2 }]);
      expect(await answers.finish(written, { status: 'complete' }, 1)).toBe(false);
      expect(await answers.checkpoint(written, 1)).toBe(false);

      await answers.askStop(written.id);
      expect(await answers.askedToStop(won[0]?.lease_owner ?? '')).toEqual([written.id]);
      expect(await answers.claim(written.id, 'd', 'dead')).toMatchObject({ lease_generation: 3, stop_asked: 1 });
      expect(await answers.finish(written, { status: 'stopped' }, 3)).toBe(true);
      expect(await answers.claim(written.id, 'e', 'dead')).toBe('ended');
      expect(await messages.find(user.id, written.id)).toMatchObject({ text: '写了', status: 'stopped' });
    }));

  it('pages 1,000 topics in order, each once, pinned first', () =>
    open(async (database) => {
      const user = await guest(database);
      const rows = Array.from({ length: 1000 }, (_, n) => ({
        id: `topic-${String(n).padStart(5, '0')}`,
        user_id: user.id,
        title: `第 ${n} 个`,
        pinned: n % 100 === 0 ? (1 as const) : (0 as const),
        created_at: n,
        updated_at: Math.floor(n / 3),
      }));
      await database.kysely.insertInto('topics').values(rows).execute();
      const none = () => Promise.resolve();
      const topics = createTopicsService({
        repository: createTopicsRepository(database),
        search: createSearchRepository(database),
        leafOf: () => Promise.resolve(undefined),
        announce: () => undefined,
        stopAnswersOf: none,
        assertInstructions: none,
      });
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await topics.list(user.id, { q: '', limit: 150, cursor });
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      const newest = (a: (typeof rows)[number], b: (typeof rows)[number]) =>
        b.pinned - a.pinned || b.updated_at - a.updated_at || (a.id < b.id ? 1 : -1);
      expect(seen).toEqual([...rows].sort(newest).map(({ id }) => id));
    }));
});
