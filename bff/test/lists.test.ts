import type { ListedTopic, Message, Page } from '@huati/shared';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, type Database } from '../src/db/database';
import { createMessagesRepository } from '../src/features/chat/messages/messages.repository';
import { createSearchRepository } from '../src/features/topics/search.repository';
import { createTopicsRepository } from '../src/features/topics/topics.repository';
import { api } from './client';
import { databases } from './databases';
import { storeTopic } from './filled';
import { startBff, type Bff } from './harness';

describe.each(databases)('lists on $name', ({ name, prepare }) => {
  let bff: Bff;
  let database: Database;
  let token: string;
  let userId: string;
  beforeAll(async () => {
    bff = await startBff({ REQUESTS_PER_MINUTE: '0', ...(await prepare()) });
    database = await openDatabase(bff.env.DATABASE_URL ?? '');
    token = await bff.token();
    userId = await userOf(token);
  });
  afterAll(async () => {
    await database.close();
    await bff.close();
  });
  const userOf = async (of: string) => ((await api(bff.url, of, '/api/me')).body as { id: string }).id;
  const get = async <T>(path: string, as = token): Promise<T> => (await api(bff.url, as, path)).body as T;
  const topics = (query: string, as = token) => get<Page<ListedTopic>>(`/api/topics?${query}`, as);
  const round = (n: number) => [`第 ${n} 问`, `第 ${n} 答`] as const;

  it('lead both ways through a topic, and open it around any message', async () => {
    const topicId = await storeTopic(
      database,
      userId,
      Array.from({ length: 60 }, (_, n) => round(n)),
    );
    const path = `/api/topics/${topicId}/messages`;
    const all = (await get<Page<Message>>(`${path}?limit=200`)).items.map(({ id }) => id);
    expect(all).toHaveLength(120);

    const older: string[] = [];
    let page = await get<Page<Message>>(`${path}?limit=25&branch=shown`);
    expect(page.prevCursor).toBeNull();
    for (;;) {
      older.unshift(...page.items.map(({ id }) => id));
      if (page.nextCursor === null) break;
      page = await get<Page<Message>>(`${path}?limit=25&branch=shown&cursor=${page.nextCursor}`);
    }
    expect(older).toEqual(all);

    const middle = all[50] ?? '';
    page = await get<Page<Message>>(`${path}?limit=20&branch=shown&around=${middle}`);
    expect(page.items.map(({ id }) => id)).toEqual(all.slice(41, 61));
    const newer = page.items.map(({ id }) => id);
    while (page.prevCursor !== null) {
      page = await get<Page<Message>>(`${path}?limit=20&branch=shown&cursor=${page.prevCursor}`);
      newer.push(...page.items.map(({ id }) => id));
    }
    expect(newer).toEqual(all.slice(41));
    for (const [at, from, to] of [
      [0, 0, 11],
      [119, 110, 120],
    ] as const) {
      const { items } = await get<Page<Message>>(`${path}?limit=20&around=${all[at]}`);
      expect(items.map(({ id }) => id)).toEqual(all.slice(from, Math.max(to, items.length + from)));
      expect(items.map(({ id }) => id)).toContain(all[at]);
    }
    expect(await get(`${path}?around=nothing`)).toMatchObject({ code: 'not_found' });
    expect(await get(`${path}?branch=other`)).toMatchObject({ code: 'invalid' });
  });

  it('lead both ways through the topics', async () => {
    const owner = await bff.token('many topics');
    const id = await userOf(owner);
    for (let n = 0; n < 45; n += 1) await storeTopic(database, id, [round(n)]);
    const known = (await topics('limit=200', owner)).items.map((topic) => topic.id);
    for (const pinned of known.slice(10, 15)) {
      await api(bff.url, owner, `/api/topics/${pinned}`, { method: 'PATCH', body: { pinned: true } });
    }
    const all = (await topics('limit=200', owner)).items.map((topic) => topic.id);
    const forward: string[][] = [];
    let page = await topics('limit=7', owner);
    for (;;) {
      forward.push(page.items.map((topic) => topic.id));
      if (page.nextCursor === null) break;
      page = await topics(`limit=7&cursor=${page.nextCursor}`, owner);
    }
    expect(forward.flat()).toEqual(all);
    const back = [page.items.map((topic) => topic.id)];
    while (page.prevCursor !== null) {
      page = await topics(`limit=7&cursor=${page.prevCursor}`, owner);
      back.unshift(page.items.map((topic) => topic.id));
    }
    expect(back.flat()).toEqual(all);
  });

  it('find two Han characters in titles and messages, show where, and only what is the user’s', async () => {
    const owner = await bff.token('searcher');
    const id = await userOf(owner);
    const stranger = await userOf(await bff.token('another searcher'));
    const long = `${'前言'.repeat(300)}今年小米的财报如何？${'后记'.repeat(300)}`;
    const inAnswer = await storeTopic(database, id, [[`财报`, long]], '无关的标题');
    const inTitle = await storeTopic(database, id, [['你好', '你好']], '小米 SU7 与 ＸＩＡＯＭＩ');
    await storeTopic(database, id, [['大米', '小麦']], '都不是');
    await storeTopic(database, stranger, [['小米', '小米']], '小米');

    const { items, nextCursor } = await topics(`q=${encodeURIComponent('小米')}`, owner);
    expect(items.map((topic) => topic.id)).toEqual([inTitle, inAnswer]);
    expect(nextCursor).toBeNull();
    expect(items[0]?.titleRanges).toEqual([[0, 2]]);
    expect(items[0]?.hits).toEqual([]);
    const [hit] = items[1]?.hits ?? [];
    expect(hit?.role).toBe('assistant');
    expect(hit?.ranges.map(([from, to]) => hit.text.slice(from, to))).toEqual(['小米']);
    expect(hit?.text.length).toBeLessThan(130);
    const around = await get<Page<Message>>(`/api/topics/${inAnswer}/messages?around=${hit?.messageId}`, owner);
    expect(around.items.map((message) => message.id)).toContain(hit?.messageId);

    const found = async (q: string) =>
      (await topics(`q=${encodeURIComponent(q)}`, owner)).items.map((topic) => topic.title);
    expect(await found('xiaomi')).toEqual(['小米 SU7 与 ＸＩＡＯＭＩ']);
    expect(await found('su7 小米')).toEqual(['小米 SU7 与 ＸＩＡＯＭＩ']);
    expect(await found('小米 财报')).toEqual(['无关的标题']);
    const marked = `前言\n\n- **小菜**的[价目](https://example.com/pricelist)\n- 其他`;
    await storeTopic(database, id, [['问', marked]], '有格式的');
    const texts = async (q: string) =>
      (await topics(`q=${encodeURIComponent(q)}`, owner)).items.flatMap(({ hits }) => hits?.map(({ text }) => text));
    expect(await texts('价目')).toEqual(['…小菜的价目 其他']);
    const nested = '1. **甲**\n    - **东区**的[单价](https://example.com/a)上涨\n\n```\nconst 首项 = xs[0];\n```';
    await storeTopic(database, id, [['问', nested]], '有两层的');
    expect(await texts('单价')).toEqual(['…东区的单价上涨 const 首项 = xs[0];']);
    expect(await texts('首项')).toEqual([expect.stringContaining('const 首项 = xs[0];')]);
    expect(await texts('pricelist')).toEqual([expect.stringContaining('(https://example.com/pricelist)')]);
    for (const nothing of ['小 麦麦', '%', '_', "'", '\\', '100%_']) expect(await found(nothing)).toEqual([]);
    expect(await topics(`q=${'长'.repeat(101)}`, owner)).toMatchObject({ code: 'invalid' });
    expect((await topics('q=', owner)).items).toHaveLength(5);
  });

  it('lead on through a search, each topic once', async () => {
    const owner = await bff.token('paging searcher');
    const id = await userOf(owner);
    for (let n = 0; n < 130; n += 1) await storeTopic(database, id, [round(n)], n % 2 ? '梨' : '苹果');
    const seen: string[] = [];
    let page = await topics('q=苹果&limit=8', owner);
    for (;;) {
      seen.push(...page.items.map((topic) => topic.id));
      if (page.nextCursor === null) break;
      page = await topics(`q=苹果&limit=8&cursor=${page.nextCursor}`, owner);
    }
    expect(seen).toHaveLength(65);
    expect(new Set(seen).size).toBe(65);
  });

  it('have an index for every query', async () => {
    const asked: { sql: string; parameters: readonly unknown[] }[] = [];
    const watched: Database = {
      ...database,
      kysely: database.kysely.withPlugin({
        transformQuery: ({ node }) => {
          const { sql: text, parameters } = database.kysely.getExecutor().compileQuery(node, { queryId: 'q' });
          asked.push({ sql: text, parameters });
          return node;
        },
        transformResult: ({ result }) => Promise.resolve(result),
      }),
    };
    const topicId = await storeTopic(database, userId, [round(1)]);
    const messages = createMessagesRepository(watched);
    const from = { id: 'm', direction: 'older' as const };
    const position = { pinned: 0 as const, updatedAt: 5, id: 'm' };
    for (const shown of [true, false]) {
      await messages.slice({ topicId, shown, limit: 5 });
      await messages.slice({ topicId, shown, limit: 5, from });
      await messages.slice({ topicId, shown, limit: 5, from: { ...from, direction: 'newer' } });
    }
    await messages.children(topicId, ['a', null]);
    await messages.leafOf(topicId);
    await messages.ancestors('m', 5);
    await messages.firstAnswer({ id: 'm', topic_id: topicId });
    await createTopicsRepository(watched).list(userId, { limit: 5, from: undefined, backwards: false });
    await createTopicsRepository(watched).list(userId, { limit: 5, from: position, backwards: true });
    await createSearchRepository(watched).matching([topicId], ['小米']);
    expect(asked.length).toBeGreaterThanOrEqual(14);
    for (const { sql: text, parameters } of asked) {
      const plan = await planOf(database, name, text, parameters);
      expect(plan.filter((step) => step.bad).map((step) => `${step.text} of ${text}`)).toEqual([]);
    }
  });
});

interface Step {
  text: string;
  /** It reads a whole table, or sorts what an index could have given in order. */
  bad: boolean;
}

async function planOf(database: Database, name: string, text: string, parameters: readonly unknown[]): Promise<Step[]> {
  const pieces = text.split('?').flatMap((piece, index) => {
    const value = index < parameters.length ? [sql`${parameters[index]}`] : [];
    return [sql.raw(piece), ...value];
  });
  const query = sql.join(pieces, sql.raw(''));
  if (name === 'SQLite') {
    const { rows } = await sql<{ detail: string }>`explain query plan ${query}`.execute(database.kysely);
    // What is found in several topics, or by climbing, has no order of its own: a few rows are sorted.
    const sorts = /recursive path|"topic_id" in/.test(text);
    const bad = sorts ? /^SCAN (?!path)/ : /^SCAN|USE TEMP B-TREE FOR ORDER BY/;
    return rows.map(({ detail }) => ({ text: detail, bad: bad.test(detail) }));
  }
  const { rows } = await sql<{ table: string | null; type: string | null; key: string | null; Extra: string | null }>`
    explain ${query}`.execute(database.kysely);
  return rows.map((row) => ({
    text: JSON.stringify(row),
    bad: (row.table === 'messages' || row.table === 'topics') && row.key === null,
  }));
}
