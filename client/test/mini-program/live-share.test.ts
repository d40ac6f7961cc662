// @vitest-environment node
import type { Ack, Asked, Share } from '@huati/shared';
import { io, type Socket } from 'socket.io-client';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startServers, type Servers } from '../integration/servers';
import { chromiumPhones, type Phones } from './chromium';
import { readPack } from './pack';
import type { Phone, PhoneOptions } from './phone';
import { faults, seen, seenIn, squeezed, storage } from './told';

const BUILT = fileURLToPath(new URL('../../dist/build/mp-weixin', import.meta.url));
const LONG = Array.from({ length: 60 }, (_, n) => `第${n + 1}句：看的人读到的每一个字都和写的人一样。`).join('\n\n');
/** What crosses to the view while an answer streams: as for the owner. */
const CALLS_A_SECOND = 15;

let servers: Servers;
let phones: Phones;
const open: Phone[] = [];
const owners: Socket[] = [];

beforeAll(async () => {
  servers = await startServers();
  phones = await chromiumPhones(readPack(BUILT));
});
afterEach(async () => {
  for (const socket of owners.splice(0)) socket.close();
  for (const phone of open.splice(0)) {
    expect(await faults(phone)).toEqual([]);
    await phone.close();
  }
});
afterAll(async () => {
  await phones.close();
  await servers.close();
});

async function reader(id: string, launch: PhoneOptions['launch'] = {}): Promise<Phone> {
  const phone = await phones.open({
    server: servers.origin,
    launch: { path: 'pages/share/index', query: { id }, ...launch },
  });
  open.push(phone);
  return phone;
}

/** Somebody with a topic of one round. */
async function owner() {
  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const headers = { 'content-type': 'application/json', ...(token !== '' && { authorization: `Bearer ${token}` }) };
    const reply = await fetch(`${servers.origin}${path}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${await reply.text()}`);
    return reply.status === 204 ? undefined : reply.json();
  };
  let token = '';
  ({ token } = (await call('POST', '/api/sessions', { kind: 'guest', deviceId: crypto.randomUUID() })) as {
    token: string;
  });
  const socket = io(servers.origin, { transports: ['websocket'], auth: { token, v: 1 } });
  owners.push(socket);
  const asked = async (text: string): Promise<Asked> => {
    const payload = { askId: crypto.randomUUID(), text, ...(topicId !== '' && { topicId }) };
    const ack = (await socket.timeout(10_000).emitWithAck('ask', payload)) as Ack<Asked>;
    if (!ack.ok) throw new Error(ack.error.message);
    topicId = ack.topicId;
    return ack;
  };
  const ended = (): Promise<unknown> => new Promise((resolve) => socket.once('done', resolve));
  let topicId = '';
  await servers.plan({ text: '第一条回答。' });
  const first = ended();
  await asked('第一问');
  await first;
  return {
    asked,
    ended,
    share: async (request: object): Promise<Share> =>
      ((await call('POST', `/api/topics/${topicId}/shares`, request)) as { share: Share }).share,
    revoke: (id: string) => call('DELETE', `/api/shares/${id}`),
    topics: () => call('GET', '/api/topics'),
  };
}

const lastShared = async (phone: Phone): Promise<string> =>
  squeezed((await phone.texts('.shared-answer .markdown')).at(-1) ?? '');

describe('a live share in the mini-program', () => {
  it('shows an answer while it is written, exactly, within the budget, and is gone when it is revoked', async () => {
    const { asked, ended, share, revoke } = await owner();
    const { id } = await share({ live: true });
    const phone = await reader(id);
    await seenIn(phone, '.shared', '第一条回答');
    await seenIn(phone, '.live', '1 人在看');
    await servers.plan({ text: LONG, tokensPerSecond: 120 });
    await phone.run((program) => void program.world.budget.calls.splice(0), null);
    const done = ended();
    await asked('写长一点');
    await seenIn(phone, '.shared', '写长一点');
    await expect.poll(() => lastShared(phone), { timeout: 20_000 }).toContain('第3句');
    await done;
    await expect.poll(() => lastShared(phone), { timeout: 20_000 }).toBe(squeezed(LONG));
    const calls = await phone.run((program) => program.world.budget.calls.slice(), null);
    const most = Math.max(
      ...calls.map(({ at }) => calls.filter((call) => call.at >= at && call.at < at + 1_000).length),
    );
    expect(most).toBeLessThanOrEqual(CALLS_A_SECOND);
    // Whoever was at the end stayed there; whoever goes away from it is led back.
    const top = (): Promise<number> => phone.run(() => document.querySelector('wx-page-frame')?.scrollTop ?? 0, null);
    await expect.poll(top).toBeGreaterThan(500);
    const before = await top();
    await phone.draw(400);
    await expect.poll(() => phone.texts('.newest')).not.toEqual([]);
    expect(await top()).toBeLessThan(before - 100);
    await phone.tap('.newest');
    await expect.poll(top).toBeGreaterThan(500);
    await expect.poll(() => phone.texts('.newest')).toEqual([]);
    await revoke(id);
    const began = Date.now();
    await seenIn(phone, '.shared', '这个分享打不开了');
    // It was told: nothing else that it does by itself would show it so soon. How soon it is told, the server's tests know.
    expect(Date.now() - began).toBeLessThan(5_000);
    expect((await phone.texts('.shared')).join('')).not.toContain('第1句');
  });

  it('is joined in the middle of an answer, and goes on where the network was away', async () => {
    const { asked, ended, share } = await owner();
    const { id } = await share({ live: true });
    await servers.plan({ text: LONG, tokensPerSecond: 120 });
    const done = ended();
    await asked('写长一点');
    const phone = await reader(id);
    await expect.poll(() => lastShared(phone), { timeout: 20_000 }).toContain('第2句');
    await seenIn(phone, '.live', '人在看');
    await phone.run((program) => program.setOnline(false), null);
    await seenIn(phone, '.live', '正在重连');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await phone.run((program) => program.setOnline(true), null);
    await done;
    await expect.poll(() => lastShared(phone), { timeout: 20_000 }).toBe(squeezed(LONG));
  });

  it('is read in single-page mode by its words alone, without a connection or a log-in', async () => {
    const { share } = await owner();
    const { id } = await share({ live: true });
    const phone = await reader(id, { scene: 1154 });
    await seenIn(phone, '.shared', '第一条回答');
    await seenIn(phone, '.shared', '内容由 AI 生成');
    expect(await phone.texts('.live')).toEqual([]);
    expect(await phone.texts('.shared-further')).toEqual([]);
    expect(await storage(phone)).not.toHaveProperty('account.session');
  });

  it('asks for a password, tells nothing before, and is gone on with from a message in the middle', async () => {
    const { asked, ended, share } = await owner();
    await servers.plan({ text: '第二条回答。' });
    const done = ended();
    await asked('第二问');
    await done;
    const { id } = await share({ password: '芝麻开门吧！' });
    const phone = await reader(id);
    await seenIn(phone, '.shared', '这个分享有密码');
    expect(await phone.run((program) => JSON.stringify(program.share('menu')), null)).toContain('一个话题');
    await phone.type('.share-password .ui-field-text', '芝麻关门吧！');
    await phone.tap('.share-password .ui-button');
    await seenIn(phone, '.shared', '密码不对');
    await phone.type('.share-password .ui-field-text', '芝麻开门吧！');
    await phone.tap('.share-password .ui-button');
    await seenIn(phone, '.shared', '第二条回答');
    await phone.tap('.shared-further');
    await seen(phone, '第一条回答');
    expect((await phone.texts('.messages')).join('')).not.toContain('第二条回答');
  });
});
