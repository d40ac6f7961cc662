import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createAudit } from '../src/features/audit/audit';
import { createLogger } from '../src/logger';
import { api, type TestClient } from './client';
import { databases } from './databases';
import { startBff, type Bff } from './harness';
import { read, share } from './sharing';

const DAY_MS = 24 * 3600 * 1000;

describe.each(databases)('the audit on $name', ({ name, prepare }) => {
  let bff: Bff;
  let client: TestClient;
  let userId: string;
  let topicId: string;
  beforeAll(async () => {
    bff = await startBff({ LLM_TITLES: 'off', LOG_LEVEL: 'info', ...(await prepare()) });
    client = await bff.client(randomUUID());
    userId = ((await api(bff.url, client.token, '/api/me')).body as { id: string }).id;
    const asked = await client.ask('要记下的');
    await client.done(asked.answerId);
    topicId = asked.topicId;
  });
  afterAll(() => bff.close());

  const rows = async (subject: string) => {
    const { kysely } = await bff.database();
    return kysely.selectFrom('audit').selectAll().where('subject', '=', subject).orderBy('at').execute();
  };
  const actions = async (subject: string) => (await rows(subject)).map(({ action }) => action).sort();
  const soon = (subject: string, expected: string[]) =>
    vi.waitFor(async () => expect(await actions(subject)).toEqual(expected), { timeout: 30_000 });

  it('tells what happened to a share, and not where anybody is', async () => {
    const { id } = await share(bff, client.token, topicId, { password: 'abcdef' });
    const post = (path: string, body?: unknown, token?: string) =>
      api(bff.url, token, `/api/${path}`, { method: 'POST', body });
    expect((await post(`shares/${id}/unlock`, { password: 'falsch' })).status).toBe(403);
    const { pass } = (await post(`shares/${id}/unlock`, { password: 'abcdef' })).body as { pass: string };
    for (let n = 0; n < 3; n += 1) await read(bff, id, { pass });
    const views = await api(bff.url, undefined, `/api/shares/${id}/views`, {
      method: 'POST',
      headers: { 'X-Share-Pass': pass },
    });
    expect(views.status).toBe(204);
    await read(bff, id, { token: client.token });
    expect((await post('reports', { shareId: id, reason: 'wrong' })).status).toBe(201);
    expect((await post(`shares/${id}/fork`, {}, client.token)).status).toBe(201);
    await api(bff.url, client.token, `/api/shares/${id}`, { method: 'DELETE' });
    await soon(id, [
      'share.created',
      'share.forked',
      // Once an address and day.
      'share.opened',
      'share.reported',
      'share.revoked',
      'share.unlock_refused',
    ]);
    const all = await rows(id);
    const created = all.find(({ action }) => action === 'share.created');
    expect(created).toMatchObject({ user_id: userId, address_hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
    expect(JSON.parse(created?.detail_json ?? '')).toEqual({ live: false, locked: true, messages: 2, days: 30 });
    expect(all.find(({ action }) => action === 'share.opened')?.user_id).toBeNull();
    expect(JSON.stringify(all)).not.toMatch(/127\.0\.0\.1|要记下/);
    const log = bff.logs.filter((line) => line.includes('share.created')).join('');
    expect(log).toContain(userId);
    // Whoever reads the log reads no share.
    expect(bff.logs.join('')).not.toContain(id);
  });

  it('tells of shares that end by themselves', async () => {
    const { id } = await share(bff, client.token, topicId);
    const { kysely } = await bff.database();
    await kysely
      .updateTable('shares')
      .set({ expires_at: Date.now() - 1 })
      .where('id', '=', id)
      .execute();
    await bff.restart();
    client = await bff.client(randomUUID());
    await api(bff.url, client.token, '/api/shares');
    await soon(id, ['share.created', 'share.expired']);
    expect(await kysely.selectFrom('shares').select('id').where('id', '=', id).execute()).toEqual([]);
  });

  it('forgets what is older than 180 days, and never throws', async () => {
    const database = await bff.database();
    const parts = { database, secret: Buffer.from('x'.repeat(32)), logger: createLogger('silent') };
    const old = { user_id: null, action: 'share.created', subject: 'old', address_hash: null, detail_json: null };
    const at = (days: number) => ({ ...old, id: randomUUID(), at: Date.now() - days * DAY_MS });
    await database.kysely
      .insertInto('audit')
      .values([at(181), at(179)])
      .execute();
    const audit = createAudit(parts);
    audit.record({ action: 'share.opened', subject: 'new', address: '::1', daily: true });
    createAudit(parts).record({ action: 'share.opened', subject: 'new', address: '::1', daily: true });
    // Of a network of IPv6 one person has every address.
    audit.record({ action: 'share.opened', subject: 'new', address: '::2', daily: true });
    audit.record({ action: 'share.opened', subject: 'new', address: '2001:db8::2', daily: true });
    // Longer than the column.
    audit.record({ action: 'share.opened', subject: 'x'.repeat(300) });
    await audit.close();
    await soon('new', ['share.opened', 'share.opened']);
    await vi.waitFor(async () => expect(await rows('old')).toHaveLength(1), { timeout: 30_000 });
    // SQLite has columns of any length; MariaDB keeps nothing of it rather than a part.
    const long = await database.kysely.selectFrom('audit').select('subject').where('subject', 'like', 'xxx%').execute();
    expect(long.map(({ subject }) => subject)).toEqual(name === 'SQLite' ? ['x'.repeat(300)] : []);
  });
});
