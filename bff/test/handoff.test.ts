import { createHash, randomUUID } from 'node:crypto';
import type { HandoffCreated, HandoffState, Joining, Page, Session, Topic } from '@huati/shared';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Database } from '../src/db/database';
import { api, connect, type TestClient } from './client';
import { databases } from './databases';
import type { Bff } from './harness';
import { newSession } from './session';
import { sessionOf, startWithWeChat } from './wechat';

describe.each(databases)('topics handed from device to device on $name', ({ prepare }) => {
  let bff: Bff;
  let close: () => Promise<void>;
  let database: Database;
  let desktop: TestClient;
  let topicId: string;
  beforeAll(async () => {
    ({ bff, close } = await startWithWeChat({ LLM_TITLES: 'off', REQUESTS_PER_MINUTE: '0', ...(await prepare()) }));
    database = await bff.database();
  });
  afterAll(() => close());
  beforeEach(async () => {
    desktop = await bff.client(randomUUID());
    const asked = await desktop.ask('在电脑上问的');
    await desktop.done(asked.answerId);
    ({ topicId } = asked);
  });

  const post = (path: string, token: string | undefined, body: unknown = {}) =>
    api(bff.url, token, `/api/handoffs${path}`, { method: 'POST', body });
  const create = async (token = desktop.token, id = topicId) =>
    ((await post('', token, { topicId: id })).body as HandoffCreated).handoff;
  const look = (token: string, code: string) => api(bff.url, token, `/api/handoffs/${code}`);
  const state = async (token: string, code: string) => (await look(token, code)).body as HandoffState;
  const opened = (token: string, code: string) => post(`/${code}/claim`, token, { device: 'iPhone · Safari' });
  const claim = (token: string, code: string, join: Joining = 'bring') =>
    post(`/${code}/claim`, token, { device: 'iPhone · Safari', join });
  const confirm = (token: string, code: string, digits: string | null) => post(`/${code}/confirm`, token, { digits });
  const topicsOf = async (token: string) =>
    ((await api(bff.url, token, '/api/topics')).body as Page<Topic>).items.map(({ id }) => id);
  const me = async (token: string) => (await api(bff.url, token, '/api/me')).body as { id: string };
  const digitsOf = (answer: unknown) => (answer as { digits: string }).digits;
  const sessionIn = (answer: HandoffState): Session => {
    if (answer.status !== 'done' || !answer.session) throw new Error(`no session: ${JSON.stringify(answer)}`);
    return answer.session;
  };
  const end = async (code: string) => {
    const hash = createHash('sha256').update(code).digest('hex');
    await database.kysely.updateTable('handoffs').set({ expires_at: 1 }).where('code_hash', '=', hash).execute();
  };

  it('open at once on another device of the same person, and nowhere else', async () => {
    const handoff = await create();
    expect(handoff.url).toBe(`${bff.url}/#/pages/chat/index?handoff=${handoff.code}`);
    expect(handoff.code.length).toBeGreaterThanOrEqual(24);
    const left = Date.parse(handoff.expiresAt) - Date.now();
    expect(left).toBeGreaterThan(110_000);
    expect(left).toBeLessThanOrEqual(121_000);
    const looked = await look(desktop.token, handoff.code);
    expect(looked.body).toEqual({ status: 'waiting' });
    expect(looked.headers.get('cache-control')).toBe('no-store');

    // A reply may have been lost on its way: whoever asks again gets it, and it is on record once.
    const answers = await Promise.all([1, 2, 3].map(() => opened(desktop.token, handoff.code)));
    answers.push(await claim(desktop.token, handoff.code));
    for (const { body } of answers) expect(body).toEqual({ status: 'done', topicId });
    expect(await state(desktop.token, handoff.code)).toEqual({ status: 'done' });
    const recorded = () =>
      database.kysely
        .selectFrom('audit')
        .select('id')
        .where('subject', '=', topicId)
        .where('action', '=', 'handoff.confirmed')
        .execute();
    await vi.waitFor(async () => expect(await recorded()).toHaveLength(1), { timeout: 30_000 });
    // Nobody else has anything of it, nor has anybody once it is over.
    const stranger = await bff.client(randomUUID());
    expect((await claim(stranger.token, handoff.code)).status).toBe(404);
    await end(handoff.code);
    expect((await opened(desktop.token, handoff.code)).status).toBe(404);
  });

  it('go with the account to whoever shows the digits that the owner picks, and with them what the phone had', async () => {
    const deviceId = randomUUID();
    const phone = await bff.client(deviceId);
    const own = await phone.ask('手机上问的');
    await phone.done(own.answerId);
    const { code } = await create();
    const claimed = (await claim(phone.token, code)).body as HandoffState;
    expect(claimed).toEqual({ status: 'claimed', digits: expect.stringMatching(/^\d\d$/) as string });
    expect((await claim(phone.token, code)).body).toEqual(claimed);
    expect(await state(phone.token, code)).toEqual(claimed);
    const shown = (await state(desktop.token, code)) as { choices: string[] };
    expect(shown).toMatchObject({ status: 'claimed', device: 'iPhone · Safari' });
    expect(new Set(shown.choices).size).toBe(3);
    expect(shown.choices).toContain(digitsOf(claimed));
    expect(shown).not.toHaveProperty('digits');
    // Nothing of the account is there before its owner has said so.
    expect(await topicsOf(phone.token)).toEqual([own.topicId]);

    expect((await confirm(desktop.token, code, digitsOf(claimed))).body).toEqual({ status: 'done' });
    expect((await confirm(desktop.token, code, digitsOf(claimed))).body).toEqual({ status: 'done' });
    const done = await state(phone.token, code);
    const session = sessionIn(done);
    expect(done).toMatchObject({ topicId });
    expect(session.user.id).toBe((await me(desktop.token)).id);
    expect((await topicsOf(session.token)).sort()).toEqual([topicId, own.topicId].sort());
    expect(await topicsOf(phone.token)).toEqual([]);
    // A reply that was lost is given again, to the same device alone.
    expect(sessionIn(await state(phone.token, code)).user).toEqual(session.user);
    const later = await bff.client(randomUUID());
    expect([(await look(later.token, code)).status, (await claim(later.token, code)).status]).toEqual([404, 404]);

    // When its session ends, or it connects with the old one, the phone is its account's still.
    await expect(connect(bff.url, phone.token)).rejects.toThrow('unauthorized');
    expect((await me(await newSession(bff.url, deviceId))).id).toBe(session.user.id);
  });

  it('ask whoever opens an address of somebody else’s first, and take nothing of theirs unasked', async () => {
    const phone = await bff.client(randomUUID());
    const own = await phone.ask('别人的问题');
    await phone.done(own.answerId);
    const { code } = await create();
    // An address comes from anybody: opening it, however often, neither takes the code nor moves anything.
    for (let n = 0; n < 2; n += 1) {
      expect((await opened(phone.token, code)).body).toEqual({ status: 'asks', topics: 1, others: false });
    }
    expect(await state(desktop.token, code)).toEqual({ status: 'waiting' });
    expect((await look(phone.token, code)).status).toBe(404);
    const fresh = await bff.client(randomUUID());
    expect((await opened(fresh.token, code)).body).toEqual({ status: 'asks', topics: 0, others: false });
    expect((await post(`/${code}/claim`, phone.token, { device: '', join: 'all' })).status).toBe(400);

    // Who joins alone gets the account, and what was theirs as a guest stays the guest's.
    const digits = digitsOf((await claim(phone.token, code, 'alone')).body);
    expect((await opened(phone.token, code)).body).toEqual({ status: 'claimed', digits });
    await confirm(desktop.token, code, digits);
    const session = sessionIn(await state(phone.token, code));
    expect(session.user.id).toBe((await me(desktop.token)).id);
    expect(await topicsOf(session.token)).toEqual([topicId]);
    expect(await topicsOf(phone.token)).toEqual([own.topicId]);
    (await connect(bff.url, phone.token)).socket.disconnect();
  });

  it('leave no device without an account where the one that it led to is gone', async () => {
    const deviceId = randomUUID();
    const phone = await bff.client(deviceId);
    const { code } = await create();
    await confirm(desktop.token, code, digitsOf((await claim(phone.token, code)).body));
    const { user } = sessionIn(await state(phone.token, code));
    await expect(connect(bff.url, phone.token)).rejects.toThrow('unauthorized');
    desktop.socket.disconnect();
    await database.kysely.deleteFrom('users').where('id', '=', user.id).execute();
    const token = await newSession(bff.url, deviceId);
    const device = await connect(bff.url, token);
    const asked = await device.ask('还能问');
    await device.done(asked.answerId);
    expect(await topicsOf(token)).toEqual([asked.topicId]);
    device.socket.disconnect();
  });

  it('go on streaming on the phone, the same text on both', async () => {
    // It takes minutes: it ends by being stopped, and never before.
    const text = '在手机上接着看。'.repeat(600);
    bff.model.plan({ text, tokensPerSecond: 40 });
    const running = await desktop.ask('慢慢答', { topicId });
    const phone = await bff.client(randomUUID());
    const { code } = await create();
    const digits = digitsOf((await claim(phone.token, code)).body);
    await confirm(desktop.token, code, digits);
    const device = await connect(bff.url, sessionIn(await state(phone.token, code)).token);
    const followed = await device.follow(running.answerId, 0);
    expect(followed.status).toBe('streaming');
    const before = followed.offset + followed.text.length;
    await vi.waitFor(() => expect(device.text(followed.ref).length).toBeGreaterThan(before + 20));
    expect(await device.call('stop', { answerId: running.answerId })).toMatchObject({ ok: true });
    const { length } = await device.done(running.answerId);
    await desktop.done(running.answerId);
    expect(length).toBeGreaterThan(before + 20);
    expect(device.text(followed.ref)).toBe(text.slice(0, length));
    expect(desktop.text(running.ref)).toBe(text.slice(0, length));
    device.socket.disconnect();
  });

  it.each([['other digits'], ['none of them']])('are refused by %s, and the code with them', async (how) => {
    const phone = await bff.client(randomUUID());
    const { code } = await create();
    const digits = digitsOf((await claim(phone.token, code)).body);
    const other = digits === '10' ? '11' : '10';
    const refused = await confirm(desktop.token, code, how === 'other digits' ? other : null);
    expect(refused.body).toEqual({ status: 'refused' });
    expect((await confirm(desktop.token, code, digits)).body).toEqual({ status: 'refused' });
    expect(await state(phone.token, code)).toEqual({ status: 'refused' });
    expect(await topicsOf(phone.token)).toEqual([]);
    expect((await claim((await bff.client(randomUUID())).token, code)).status).toBe(404);
  });

  it('tell a stranger nothing, and nobody anything of what is over', async () => {
    const { code } = await create();
    const [one, two] = [await bff.client(randomUUID()), await bff.client(randomUUID())];
    expect((await look(one.token, code)).status).toBe(404);
    const both = await Promise.all([one, two].map(({ token }) => claim(token, code)));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 404]);
    const [first, second] = both[0]?.status === 200 ? [one, two] : [two, one];
    const digits = digitsOf(both.find(({ status }) => status === 200)?.body);
    // Whoever took it cannot confirm it, nor can anybody else.
    for (const { token } of [first, second]) expect((await confirm(token, code, digits)).status).toBe(404);
    expect((await look(second.token, code)).status).toBe(404);
    await end(code);
    expect((await confirm(desktop.token, code, digits)).body).not.toEqual({ status: 'done' });

    const old = await create();
    await end(old.code);
    expect(await state(desktop.token, old.code)).toEqual({ status: 'expired' });
    for (const { token } of [one, desktop]) expect((await claim(token, old.code)).status).toBe(404);
    expect((await post('', one.token, { topicId })).status).toBe(404);
    for (const path of ['', `/${code}/claim`, `/${code}/confirm`]) {
      expect((await post(path, undefined)).status).toBe(401);
      expect((await post(path, desktop.token, { more: 1 })).status).toBe(400);
    }
    const kept = await database.kysely.selectFrom('handoffs').selectAll().execute();
    expect(JSON.stringify(kept)).not.toContain(code);
  });

  it('are limited: so many open at once, so many taken a minute', async () => {
    const codes: string[] = [];
    for (let n = 0; n < 6; n += 1) codes.push((await create()).code);
    expect((await look(desktop.token, codes[0] ?? '')).status).toBe(404);
    expect(await state(desktop.token, codes[5] ?? '')).toEqual({ status: 'waiting' });
    const { token } = await bff.client(randomUUID());
    const guesses = await Promise.all(Array.from({ length: 22 }, () => claim(token, randomUUID())));
    const statuses = guesses.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array.from({ length: 20 }, () => 404), 429, 429]);
  });

  it('never put somebody who has an account into another one', async () => {
    const { code } = await create();
    const { token } = await sessionOf(bff.url, 'somebody');
    expect((await claim(token, code)).body).toMatchObject({ code: 'forbidden' });
    // It is there for the right device still.
    expect(await state(desktop.token, code)).toEqual({ status: 'waiting' });
    const person = await sessionOf(bff.url, 'person');
    const theirs = await connect(bff.url, person.token);
    const asked = await theirs.ask('微信里问的');
    await theirs.done(asked.answerId);
    const mine = await create(person.token, asked.topicId);
    const phone = await bff.client(randomUUID());
    const digits = digitsOf((await claim(phone.token, mine.code)).body);
    await confirm(person.token, mine.code, digits);
    expect(sessionIn(await state(phone.token, mine.code)).user).toEqual(person.user);
    theirs.socket.disconnect();
  });

  it('lead devices on, however often things move, and never in a circle', async () => {
    const ids = [randomUUID(), randomUUID(), randomUUID()];
    const devices = await Promise.all(ids.map((id) => bff.client(id)));
    const topics: string[] = [];
    for (const device of devices) {
      const asked = await device.ask('各自问的');
      await device.done(asked.answerId);
      topics.push(asked.topicId);
    }
    const hand = async (from: string, to: string, id: string) => {
      const { code } = await create(from, id);
      await confirm(from, code, digitsOf((await claim(to, code)).body));
      return sessionIn(await state(to, code));
    };
    const [a, b, c] = devices.map(({ token }) => token);
    if (a === undefined || b === undefined || c === undefined) throw new Error('three devices');
    // The second becomes the first's, then the first the third's.
    await hand(a, b, topics[0] ?? '');
    const last = await hand(c, a, topics[2] ?? '');
    for (const id of ids) expect((await me(await newSession(bff.url, id))).id).toBe(last.user.id);
    expect((await topicsOf(last.token)).sort()).toEqual([...topics].sort());
    // The second's old session still makes a topic, which it hands to the third: all of it stays one account.
    const late = await devices[1]?.ask('后来又问');
    if (late) await devices[1]?.done(late.answerId);
    const back = await hand(b, last.token, late?.topicId ?? '');
    const ends = await Promise.all(ids.map(async (id) => (await me(await newSession(bff.url, id))).id));
    expect(new Set(ends)).toEqual(new Set([back.user.id]));
  });
});
