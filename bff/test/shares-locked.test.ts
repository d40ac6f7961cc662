import { randomUUID } from 'node:crypto';
import type { OwnShare, Page, Unlocked } from '@huati/shared';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashPassword, isPassword } from '../src/features/sharing/passwords';
import { api, type TestClient } from './client';
import { databases } from './databases';
import { startBff, type Bff } from './harness';
import { read, share, type Reply } from './sharing';

const SECRET = Buffer.from('a secret of the tests, 32 characters');

describe('passwords of shares', () => {
  it('are kept as what nobody makes them of, each time another', async () => {
    const stored = await hashPassword('口令 🔑 é');
    expect(stored).toMatch(/^scrypt\$16384\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
    expect(await hashPassword('口令 🔑 é')).not.toBe(stored);
    expect(await isPassword('口令 🔑 e\u0301', stored)).toBe(true);
    for (const wrong of ['', '口令', '口令 🔑 é ', stored]) expect(await isPassword(wrong, stored)).toBe(false);
    expect(await isPassword('', 'scrypt$16384$8$1$$')).toBe(false);
  });
});

describe.each(databases)('locked shares on $name', ({ prepare }) => {
  let bff: Bff;
  let client: TestClient;
  let topicId: string;
  beforeAll(async () => {
    bff = await startBff({ LLM_TITLES: 'off', TRUST_PROXY: '1', ...(await prepare()) });
    client = await bff.client(randomUUID());
    const asked = await client.ask('机密的问题');
    await client.done(asked.answerId);
    topicId = asked.topicId;
  });
  afterAll(() => bff.close());

  /** `from`: the address that it is tried from. */
  const unlock = async (id: string, password: unknown, from?: string) =>
    (await api(bff.url, undefined, `/api/shares/${id}/unlock`, {
      method: 'POST',
      body: { password },
      ...(from !== undefined && { headers: { 'X-Forwarded-For': from } }),
    })) as Reply<Unlocked>;
  const locked = () => share(bff, client.token, topicId, { password: '开门1234' });

  it('tell nothing before their password, and all with it', async () => {
    const made = await locked();
    expect(made.locked).toBe(true);
    const refused = await read(bff, made.id);
    expect([refused.status, refused.body.code]).toEqual([403, 'password_required']);
    expect(JSON.stringify(refused.body)).not.toMatch(/机密|你好/);
    expect(refused.headers.get('cache-control')).toBe('no-store');
    for (const path of ['pictures/x', 'views']) {
      const method = path === 'views' ? 'POST' : 'GET';
      expect((await api(bff.url, undefined, `/api/shares/${made.id}/${path}`, { method })).body).toMatchObject({
        code: 'password_required',
      });
    }
    const fork = await api(bff.url, await bff.token(randomUUID()), `/api/shares/${made.id}/fork`, { method: 'POST' });
    expect(fork.body).toMatchObject({ code: 'password_required' });

    const wrong = await unlock(made.id, '开门12345');
    expect([wrong.status, wrong.body.code]).toEqual([403, 'password_wrong']);
    expect((await unlock(made.id, 7)).body.code).toBe('invalid');
    const { status, body } = await unlock(made.id, '开门1234');
    expect(status).toBe(200);
    const hours = (Date.parse(body.expiresAt) - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(11.9);
    expect(hours).toBeLessThanOrEqual(12);
    expect((await read(bff, made.id, { pass: body.pass })).body.title).toBe('机密的问题');
    const forked = await api(bff.url, await bff.token(randomUUID()), `/api/shares/${made.id}/fork`, {
      method: 'POST',
      headers: { 'X-Share-Pass': body.pass },
    });
    expect(forked.status).toBe(201);
  });

  it('are opened by their own pass alone, as long as it lasts and they do', async () => {
    const [one, other] = [await locked(), await locked()];
    const { pass } = (await unlock(one.id, '开门1234')).body;
    const code = async (id: string, given: string) => (await read(bff, id, { pass: given })).body.code;
    expect(await code(other.id, pass)).toBe('password_required');
    const made = (audience: string | undefined, end: string, secret = SECRET) => {
      const jwt = new SignJWT().setProtectedHeader({ alg: 'HS256' }).setSubject(one.id).setExpirationTime(end);
      return (audience === undefined ? jwt : jwt.setAudience(audience)).sign(secret);
    };
    expect(await code(one.id, await made('share', '1h'))).toBeUndefined();
    const bad = [
      await made('share', '-1s'),
      await made('other', '1h'),
      await made(undefined, '1h'),
      await made('share', '1h', Buffer.from('another secret, of 32 characters')),
      client.token,
      'x',
      '',
    ];
    for (const each of bad) expect(await code(one.id, each)).toBe('password_required');
    // And a pass is no session.
    expect((await api(bff.url, pass, '/api/me')).status).toBe(401);
    await api(bff.url, client.token, `/api/shares/${one.id}`, { method: 'DELETE' });
    expect((await read(bff, one.id, { pass })).status).toBe(404);
    expect((await unlock(one.id, '开门1234')).status).toBe(404);
  });

  it('are read by their owner without, which is no view', async () => {
    const made = await locked();
    const own = await read(bff, made.id, { token: client.token });
    const headers = { 'X-Share-Pass': String(own.body.pass) };
    expect((await api(bff.url, undefined, `/api/shares/${made.id}?again=1`, { headers })).status).toBe(200);
    expect((await read(bff, made.id, { token: await bff.token(randomUUID()) })).body.code).toBe('password_required');
    expect((await read(bff, made.id, { token: 'bad' })).body.code).toBe('password_required');
    const { items } = (await api(bff.url, client.token, '/api/shares')).body as Page<OwnShare>;
    expect(items.find(({ id }) => id === made.id)).toMatchObject({ views: 0, locked: true, viewers: 0 });
  });

  it('are not guessed: too many wrong tries are refused, the right one too, for that share alone', async () => {
    const made = await locked();
    for (let n = 0; n < 3; n += 1) expect((await unlock(made.id, '开门1234')).status).toBe(200);
    const tries = await Promise.all(Array.from({ length: 25 }, (_, n) => unlock(made.id, `猜的${n}`)));
    const codes = tries.map(({ body }) => body.code);
    expect(codes.filter((code) => code === 'password_wrong')).toHaveLength(20);
    expect(codes.filter((code) => code === 'rate_limited')).toHaveLength(5);
    const late = await unlock(made.id, '开门1234');
    expect([late.status, Number(late.headers.get('retry-after')) > 60]).toEqual([429, true]);
    expect((await unlock((await locked()).id, '开门1234')).status).toBe(200);
    expect((await unlock(made.id, '开门1234', '2001:db8::1')).status).toBe(200);
    const database = await bff.database();
    const rows = await database.kysely.selectFrom('shares').select('password_hash').where('id', '=', made.id).execute();
    expect(JSON.stringify(rows)).not.toContain('开门');
    expect(bff.logs.join('')).not.toContain('开门');
  });

  it('are counted by networks: whoever has one of IPv6 locks nobody else out', async () => {
    const made = await locked();
    const tries = await Promise.all(
      Array.from({ length: 105 }, (_, n) => unlock(made.id, 'wrong one', `2001:db8:0:1::${n.toString(16)}`)),
    );
    expect(tries.filter(({ status }) => status === 403)).toHaveLength(20);
    expect((await unlock(made.id, '开门1234', '2001:db8:0:1:a::b')).status).toBe(429);
    expect((await unlock(made.id, '开门1234', '2001:db8:0:2::1')).status).toBe(200);
  });

  it('are opened by any number at the same time who know the password', async () => {
    const made = await locked();
    const all = await Promise.all(Array.from({ length: 40 }, () => unlock(made.id, '开门1234')));
    expect(all.filter(({ status }) => status === 200)).toHaveLength(40);
  });

  it('have a password of six units at least, and open ones need none', async () => {
    for (const password of ['abcde', '', 7, 'x'.repeat(65)]) {
      const reply = await api(bff.url, client.token, `/api/topics/${topicId}/shares`, {
        method: 'POST',
        body: { password },
      });
      expect(reply.body).toMatchObject({ code: 'invalid' });
    }
    const open = await share(bff, client.token, topicId);
    expect((await unlock(open.id, 'whatever')).status).toBe(200);
    expect((await read(bff, open.id)).status).toBe(200);
  });
});
