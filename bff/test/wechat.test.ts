import { randomUUID } from 'node:crypto';
import type { LinkCreated, LinkState, Message, Page, Session, Topic } from '@huati/shared';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { api, connect, type TestClient } from './client';
import { openDatabase } from '../src/db/database';
import { MOVING, STAYING } from '../src/features/account/moving.repository';
import { databases } from './databases';
import { startBff, startSecond, type Bff } from './harness';
import { codeOf, logIn, sessionOf, startWithWeChat, type WeChatServer } from './wechat';

describe.each(databases)('WeChat on $name', ({ prepare }) => {
  let bff: Bff;
  let wechat: WeChatServer;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ bff, wechat, close } = await startWithWeChat(await prepare()));
  });
  afterAll(() => close());
  beforeEach(() => {
    bff.model.clear();
    wechat.clear();
  });
  const topicsOf = async (token: string, url = bff.url): Promise<Topic[]> =>
    ((await api(url, token, '/api/topics')).body as Page<Topic>).items;
  const historyOf = async (token: string, topicId: string): Promise<Message[]> =>
    ((await api(bff.url, token, `/api/topics/${topicId}/messages`)).body as Page<Message>).items;

  describe('log-in', () => {
    it('gives the same person the same user, also on two devices at once', async () => {
      const sessions = await Promise.all([1, 2, 3, 4].map(() => sessionOf(bff.url, 'together')));
      expect(new Set(sessions.map(({ user }) => user.id)).size).toBe(1);
      const [session] = sessions;
      expect(session?.user).toMatchObject({ kind: 'wechat', name: expect.stringContaining('微信用户') as string });
      expect((await sessionOf(bff.url, 'another')).user.id).not.toBe(session?.user.id);
      expect((await api(bff.url, session?.token, '/api/me')).body).toEqual(session?.user);
      const [{ query } = { query: {} }] = wechat.callsTo('/sns/jscode2session');
      expect(query).toMatchObject({ appid: wechat.appid, secret: wechat.secret, grant_type: 'authorization_code' });
    });

    it('keeps who belongs to an open platform, also told later', async () => {
      const first = await sessionOf(bff.url, 'union-one');
      expect((await sessionOf(bff.url, 'union-one')).user).toEqual(first.user);
    });

    it.each([
      ['expired-x', 401, 'unauthorized'],
      ['used-x', 401, 'unauthorized'],
      ['limited-x', 429, 'rate_limited'],
      ['risky-user-x', 403, 'forbidden'],
      ['busy-x', 502, 'upstream_unavailable'],
      ['fault-x', 502, 'upstream_unavailable'],
      ['page-x', 502, 'upstream_unavailable'],
    ])('%s is answered %i %s', async (code, status, name) => {
      const answer = await logIn(bff.url, code);
      expect([answer.status, answer.body]).toMatchObject([status, { code: name }]);
      expect(answer.headers.get('retry-after')).toBe(name === 'rate_limited' ? '60' : null);
      expect(wechat.callsTo('/sns/jscode2session')).toHaveLength(code.startsWith('busy') ? 3 : 1);
    });

    it('takes a code once, and one that WeChat was busy for still', async () => {
      const code = codeOf('once');
      expect((await logIn(bff.url, code)).status).toBe(201);
      expect(await logIn(bff.url, code)).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
      expect((await logIn(bff.url, codeOf('busy-once-patient'))).status).toBe(201);
    });

    it.each([40013, 40125, 40164, 41002, 41004])('%i is the operator’s, and told in the log alone', async (errcode) => {
      wechat.fail('/sns/jscode2session', errcode);
      const answer = await logIn(bff.url, codeOf('anybody'));
      expect([answer.status, answer.body]).toMatchObject([500, { code: 'internal' }]);
      expect(bff.logs.find((line) => line.includes(`"errcode":${errcode}`))).toContain('log-in by WeChat cannot work');
    });

    it('is refused where nothing is set up, and where no code comes', async () => {
      const without = await startBff(await prepare());
      const answer = await logIn(without.url, codeOf('anybody'));
      expect([answer.status, answer.body]).toMatchObject([501, { code: 'not_configured' }]);
      await without.close();
      for (const body of [
        { kind: 'wechat' },
        { kind: 'wechat', code: '' },
        { kind: 'wechat', code: 'x'.repeat(201) },
      ]) {
        const refused = await api(bff.url, undefined, '/api/sessions', { method: 'POST', body });
        expect(refused).toMatchObject({ status: 400, body: { code: 'invalid' } });
      }
    });
  });

  describe("a guest's things", () => {
    it('move with an answer that is being written, which the account goes on to read', async () => {
      const text = '搬家也不停笔😀。'.repeat(40);
      bff.model.plan({ text, tokensPerSecond: 40 });
      const guest = await bff.client('moving');
      const earlier = await guest.ask('先前的');
      const account = await sessionOf(bff.url, 'mover');
      const device = await connect(bff.url, account.token);
      await vi.waitFor(() => expect(guest.text(earlier.ref).length).toBeGreaterThan(20), { interval: 5 });

      const moved = await logIn(bff.url, codeOf('mover'), guest.token);
      expect((moved.body as Session).user).toEqual(account.user);
      const { ref, status, text: held } = await device.follow(earlier.answerId, 0);
      expect(status).toBe('streaming');
      expect(text.startsWith(held)).toBe(true);
      // The title may be told after it.
      await vi.waitFor(() => expect(device.topics()[0]).toMatchObject({ topicId: earlier.topicId }));
      expect(await device.done(earlier.answerId)).toMatchObject({ status: 'complete', length: text.length });
      expect(device.text(ref)).toBe(text);
      // Whoever read it as a guest reads it to its end too.
      await guest.done(earlier.answerId);
      expect(guest.text(earlier.ref)).toBe(text);

      expect(await topicsOf(guest.token)).toEqual([]);
      expect(await guest.call('follow', { answerId: earlier.answerId, offset: 0 })).toMatchObject({ ok: false });
      expect((await historyOf(account.token, earlier.topicId)).at(-1)).toMatchObject({ text, status: 'complete' });
      const next = await device.ask('接着说', { topicId: earlier.topicId });
      await device.done(next.answerId);
      device.socket.disconnect();
    });

    it('can be stopped by the account, which is told of the title, and move again after a lost reply', async () => {
      bff.model.plan({ text: '停'.repeat(2000), tokensPerSecond: 50 });
      const guest = await bff.client('stopping');
      const role = { name: '我的', prompt: '说话' };
      await api(bff.url, guest.token, '/api/roles', { method: 'POST', body: role });
      const { answerId, topicId, ref } = await guest.ask('停得住吗');
      await vi.waitFor(() => expect(guest.text(ref)).not.toBe(''), { interval: 5 });
      const account = await sessionOf(bff.url, 'stopper', guest.token);
      expect(await sessionOf(bff.url, 'stopper', guest.token)).toMatchObject({ user: account.user });
      const device = await connect(bff.url, account.token);
      expect(await device.call('stop', { answerId })).toMatchObject({ ok: true, status: 'stopped' });
      await vi.waitFor(async () => {
        expect(await topicsOf(account.token)).toMatchObject([{ id: topicId, title: '话题：停得住吗' }]);
      });
      await vi.waitFor(() => expect(device.topics().length).toBeGreaterThan(0));
      const roles = (await api(bff.url, account.token, '/api/roles')).body as { items: object[] };
      expect(roles.items[0]).toMatchObject({ name: '我的', own: true });
      device.socket.disconnect();
    });

    it('move though both asked the same, and are asked only once by the account then', async () => {
      const askId = randomUUID();
      const guest = await bff.client('twice');
      const { token } = await sessionOf(bff.url, 'twice');
      const device = await connect(bff.url, token);
      const [one, two] = [await guest.ask('同一问', { askId }), await device.ask('同一问', { askId })];
      await Promise.all([guest.done(one.answerId), device.done(two.answerId)]);
      await sessionOf(bff.url, 'twice', guest.token);
      expect((await topicsOf(token)).map(({ id }) => id).sort()).toEqual([one.topicId, two.topicId].sort());
      expect((await device.ask('同一问', { askId })).answerId).toBe(two.answerId);
      device.socket.disconnect();
    });

    it('stay where the token is bad or no guest’s', async () => {
      const first = await sessionOf(bff.url, 'keeper');
      const device = await connect(bff.url, first.token);
      const { answerId, topicId } = await device.ask('我的');
      await device.done(answerId);
      await sessionOf(bff.url, 'taker', first.token);
      await sessionOf(bff.url, 'taker', 'not.a.token');
      expect((await topicsOf(first.token)).map(({ id }) => id)).toEqual([topicId]);
      expect(await topicsOf((await sessionOf(bff.url, 'taker')).token)).toEqual([]);
      device.socket.disconnect();
    });

    it('move through a process that the writer of an answer does not hear', async () => {
      const text = '隔墙也听得见。'.repeat(80);
      bff.model.plan({ text, tokensPerSecond: 100 });
      // It takes its time to start, and the answer is to be on its way then.
      const other = await startSecond(bff);
      const guest = await bff.client('apart');
      const { answerId, ref } = await guest.ask('隔墙');
      await vi.waitFor(() => expect(guest.text(ref)).not.toBe(''), { interval: 5 });
      const { token } = await sessionOf(other.url, 'apart', guest.token);
      const [here, there] = [await connect(bff.url, token), await connect(other.url, token)];
      const readToTheEnd = async (device: TestClient): Promise<string> => {
        const followed = await device.follow(answerId, 0);
        expect(followed.status).toBe('streaming');
        expect(await device.done(answerId)).toMatchObject({ status: 'complete', length: text.length });
        device.socket.disconnect();
        return device.text(followed.ref);
      };
      expect(await Promise.all([here, there].map(readToTheEnd))).toEqual([text, text]);
      await other.close();
    });

    it('are whatever has a user', async () => {
      const database = await openDatabase(bff.env.DATABASE_URL ?? '');
      const tables = await database.kysely.introspection.getTables();
      await database.close();
      const owned = tables.filter(({ columns }) => columns.some(({ name }) => name === 'user_id'));
      // A new table says in moving.repository.ts whether its rows move with a guest.
      expect(owned.map(({ name }) => name).sort()).toEqual([...MOVING, ...STAYING].sort());
    });

    it('belong together, whatever is asked meanwhile', async () => {
      const guest = await bff.client('storm');
      const { topicId, answerId } = await guest.ask('起头');
      await guest.done(answerId);
      const ask = (n: number) =>
        guest.call('ask', { askId: `storm-${n}`, text: `第 ${n} 问`, ...(n % 2 === 0 && { topicId }) });
      const asks = Array.from({ length: 12 }, (_, n) => ask(n));
      const moves = [1, 2, 3].map(() => sessionOf(bff.url, 'storm', guest.token));
      for (const ack of await Promise.all(asks)) if (!ack.ok) expect(ack.error.code).toBe('not_found');
      await Promise.all(moves);
      const database = await openDatabase(bff.env.DATABASE_URL ?? '');
      const strays = await database.kysely
        .selectFrom('messages')
        .innerJoin('topics', 'topics.id', 'messages.topic_id')
        .whereRef('messages.user_id', '!=', 'topics.user_id')
        .select('messages.id')
        .execute();
      await database.close();
      expect(strays).toEqual([]);
      await vi.waitFor(async () => {
        expect(await statusesOf(bff.env.DATABASE_URL ?? '')).not.toContain('streaming');
      });
    });

    it('lose no question that is asked while they move', async () => {
      const guest = await bff.client('hasty');
      const { topicId, answerId } = await guest.ask('第一问');
      await guest.done(answerId);
      const { token } = await sessionOf(bff.url, 'hasty');
      const [asked] = await Promise.all([
        guest.call('ask', { askId: 'while-moving', topicId, text: '第二问' }),
        sessionOf(bff.url, 'hasty', guest.token),
      ]);
      const questions = (await historyOf(token, topicId)).filter(({ role }) => role === 'user');
      expect(questions.map(({ text }) => text)).toEqual(asked.ok ? ['第一问', '第二问'] : ['第一问']);
      const device = await connect(bff.url, token);
      const again = await device.ask('第二问', { askId: 'while-moving', topicId });
      expect(again.answerId).toBe(asked.ok ? asked.answerId : again.answerId);
      device.socket.disconnect();
    });
  });

  describe('links', () => {
    const create = async (token: string) =>
      ((await api(bff.url, token, '/api/links', { method: 'POST' })).body as LinkCreated).link;
    const state = (token: string, id: string) => api(bff.url, token, `/api/links/${id}`);
    const confirm = (token: string, id: string) => api(bff.url, token, `/api/links/${id}/confirm`, { method: 'POST' });

    it('give the account and everything of the guest to the device that shows them', async () => {
      const guest = await bff.client('shows');
      const { answerId, topicId } = await guest.ask('在电脑上问的');
      await guest.done(answerId);
      const link = await create(guest.token);
      expect(link.id.length).toBeGreaterThanOrEqual(32);
      expect(Date.parse(link.expiresAt) - Date.now()).toBeGreaterThan(170_000);
      expect((await state(guest.token, link.id)).body).toEqual({ status: 'waiting' });

      const phone = await sessionOf(bff.url, 'scans');
      expect(await confirm(phone.token, link.id)).toMatchObject({ status: 200, body: { status: 'confirmed' } });
      expect((await confirm(phone.token, link.id)).status).toBe(200);
      for (let times = 0; times < 3; times += 1) {
        const { status, session } = (await state(guest.token, link.id)).body as LinkState;
        expect([status, session?.user]).toEqual(['confirmed', phone.user]);
        expect((await topicsOf(session?.token ?? '')).map(({ id }) => id)).toEqual([topicId]);
      }
    });

    it('are confirmed by one of two, and known to nobody else', async () => {
      const guest = await bff.token('raced');
      const { id } = await create(guest);
      const both = await Promise.all(['racer-a', 'racer-b'].map((name) => sessionOf(bff.url, name)));
      const answers = await Promise.all(both.map(({ token }) => confirm(token, id)));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
      const winner = both[answers.findIndex(({ status }) => status === 200)];
      expect((await state(guest, id)).body).toMatchObject({ session: { user: winner?.user } });
      for (const token of [await bff.token('stranger'), ...both.map((each) => each.token)]) {
        expect((await state(token, id)).status).toBe(404);
      }
      expect((await state('', id)).status).toBe(401);
      expect(await confirm(await bff.token('stranger'), id)).toMatchObject({
        status: 403,
        body: { code: 'forbidden' },
      });
      expect((await confirm(both[0]?.token ?? '', 'no-such-link')).status).toBe(404);
    });

    it('are five at most, and the oldest goes', async () => {
      const guest = await bff.token('many');
      const ids: string[] = [];
      for (let count = 0; count < 6; count += 1) {
        ids.push((await create(guest)).id);
        await new Promise((resolve) => setTimeout(resolve, 3));
      }
      const states = await Promise.all(ids.map(async (id) => (await state(guest, id)).status));
      expect(states).toEqual([404, 200, 200, 200, 200, 200]);
    });
  });

  it('lets nothing of WeChat’s out, in any log or answer', async () => {
    const guest = await bff.token('quiet');
    const { token, user } = await sessionOf(bff.url, 'quiet', guest);
    const code = codeOf('quiet');
    await logIn(bff.url, code);
    const repeated = await logIn(bff.url, code);
    wechat.fail('/sns/jscode2session', 40125);
    const refused = await logIn(bff.url, codeOf('quiet'));
    const me = await api(bff.url, token, '/api/me');
    const { link } = (await api(bff.url, guest, '/api/links', { method: 'POST' })).body as LinkCreated;
    await api(bff.url, token, `/api/links/${link.id}/confirm`, { method: 'POST' });
    await api(bff.url, guest, `/api/links/${link.id}`);
    const seen = [...bff.logs, ...[user, repeated, refused, me].map((each) => JSON.stringify(each))].join('\n');
    expect(bff.logs.length).toBeGreaterThan(10);
    for (const secret of [...wechat.secrets(), code, token, guest, link.id]) expect(seen).not.toContain(secret);
  });
});

it('does not wait for a WeChat that is silent', async () => {
  const { bff, close } = await startWithWeChat({});
  const answer = await logIn(bff.url, 'silent-x');
  expect([answer.status, answer.body]).toMatchObject([502, { code: 'upstream_unavailable' }]);
  await close();
});

async function statusesOf(url: string): Promise<string[]> {
  const database = await openDatabase(url);
  const rows = await database.kysely.selectFrom('messages').select('status').distinct().execute();
  await database.close();
  return rows.map(({ status }) => status);
}
