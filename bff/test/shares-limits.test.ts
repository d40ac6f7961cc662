import { randomUUID } from 'node:crypto';
import type { OwnShare, Page } from '@huati/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { api, type TestClient } from './client';
import { databases } from './databases';
import { startBff, type Bff } from './harness';
import { read, share } from './sharing';

describe.each(databases)('limits of shares on $name', ({ prepare }) => {
  let bff: Bff;
  beforeAll(async () => {
    bff = await startBff({ LLM_TITLES: 'off', TRUST_PROXY: '1', ...(await prepare()) });
  });
  afterAll(() => bff.close());

  const begun = async () => {
    const client = await bff.client(randomUUID());
    const { topicId, answerId } = await client.ask('一');
    await client.done(answerId);
    return { client, topicId };
  };
  const shared = async ({ token }: TestClient, topicId: string) =>
    api(bff.url, token, `/api/topics/${topicId}/shares`, { method: 'POST', body: {} });
  const viewed = (id: string, token?: string) => api(bff.url, token, `/api/shares/${id}/views`, { method: 'POST' });

  it('are 30 a minute that a user makes', async () => {
    const { client, topicId } = await begun();
    const replies = await Promise.all(Array.from({ length: 32 }, () => shared(client, topicId)));
    const statuses = replies.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array.from({ length: 30 }, () => 201), 429, 429]);
    const other = await begun();
    expect((await shared(other.client, other.topicId)).status).toBe(201);
  });

  it('are 10 a minute that a user goes on with, and 30 at one address', async () => {
    const { client, topicId } = await begun();
    const { id } = await share(bff, client.token, topicId);
    const fork = async (token: string) =>
      (await api(bff.url, token, `/api/shares/${id}/fork`, { method: 'POST' })).status;
    const counted = async (token: string, times: number) => {
      const statuses = await Promise.all(Array.from({ length: times }, () => fork(token)));
      return statuses.filter((status) => status === 201).length;
    };
    expect(await counted(client.token, 12)).toBe(10);
    const others = await Promise.all(Array.from({ length: 3 }, () => bff.token(randomUUID())));
    const made = await Promise.all(others.map((token) => counted(token, 8)));
    expect(made.reduce((sum, each) => sum + each, 0)).toBe(20);
  });

  it('are 500 open ones of a user', async () => {
    const { client, topicId } = await begun();
    const { id } = await share(bff, client.token, topicId);
    const { kysely } = await bff.database();
    const row = await kysely.selectFrom('shares').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    const more = Array.from({ length: 499 }, () => ({ ...row, id: randomUUID() }));
    for (let at = 0; at < more.length; at += 100)
      await kysely
        .insertInto('shares')
        .values(more.slice(at, at + 100))
        .execute();
    expect((await shared(client, topicId)).body).toMatchObject({ code: 'invalid' });
    await api(bff.url, client.token, `/api/shares/${id}`, { method: 'DELETE' });
    expect((await shared(client, topicId)).status).toBe(201);
  });

  it('count each view that somebody else tells of, so many a minute from one address', async () => {
    const { client, topicId } = await begun();
    const { id } = await share(bff, client.token, topicId);
    const views = async () =>
      ((await api(bff.url, client.token, `/api/shares?topicId=${topicId}`)).body as Page<OwnShare>).items[0]?.views;
    expect((await viewed(id, client.token)).status).toBe(204);
    expect(await views()).toBe(0);
    expect((await viewed(id)).status).toBe(204);
    await read(bff, id);
    expect(await views()).toBe(2);
    // Whoever reads on in what they have read already is counted once.
    expect((await api(bff.url, undefined, `/api/shares/${id}?again=1`)).body).toMatchObject({ share: { id } });
    expect(await views()).toBe(2);
    expect((await viewed('nope')).status).toBe(404);
    const many = await Promise.all(Array.from({ length: 130 }, () => viewed(id)));
    const refused = many.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(13);
    expect(await views()).toBe(2 + 117);
  });

  it('are 600 readings a minute from one address, of shares and of their pages', async () => {
    const { client, topicId } = await begun();
    const { id } = await share(bff, client.token, topicId);
    const headers = { 'X-Forwarded-For': '198.51.100.7' };
    const statuses: number[] = [];
    for (let at = 0; at < 620; at += 20) {
      const replies = Array.from({ length: 20 }, () => api(bff.url, undefined, `/api/shares/${id}`, { headers }));
      statuses.push(...(await Promise.all(replies)).map(({ status }) => status));
    }
    expect(statuses.filter((status) => status === 200)).toHaveLength(600);
    expect((await read(bff, id)).status).toBe(200);
  });
});
