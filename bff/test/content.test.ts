import { randomUUID } from 'node:crypto';
import type { Page } from '@huati/shared';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { CHECK_MS } from '../src/features/content/content-check';
import { inParts } from '../src/features/content/parts';
import { api, connect, type TestClient } from './client';
import { databases } from './databases';
import type { Bff } from './harness';
import { sessionOf, startWithWeChat, type WeChatServer } from './wechat';

const CHECK = '/wxa/msg_sec_check';
const GRANT = '/cgi-bin/stable_token';
/** The longest that whoever asks may be kept waiting by a check, in ms. */
const WAIT_MAX_MS = 2000;

describe.each(databases)("WeChat's content check on $name", ({ prepare }) => {
  let bff: Bff;
  let wechat: WeChatServer;
  let close: () => Promise<void>;
  let client: TestClient;
  beforeAll(async () => {
    // A title that comes in between would change the list of topics.
    ({ bff, wechat, close } = await startWithWeChat({ LLM_TITLES: 'off', ...(await prepare()) }));
    client = await connect(bff.url, (await sessionOf(bff.url, 'writer')).token);
  });
  afterAll(async () => {
    client.socket.disconnect();
    await close();
  });
  beforeEach(() => {
    bff.model.clear();
    wechat.clear();
    bff.logs.length = 0;
  });
  const contents = () => wechat.callsTo(CHECK).map(({ body }) => (body as { content: string }).content);
  const asked = async (text: string, more: { topicId?: string; askId?: string } = {}) => {
    const ids = await client.ask(text, more);
    await client.done(ids.answerId);
    return ids;
  };

  it('lets a text pass that is fine or waits for review, and sends it whole as it is', async () => {
    await asked('写一首关于😀的诗');
    await asked('待审的也行');
    expect(contents()).toEqual(['写一首关于😀的诗', '待审的也行']);
    const [call] = wechat.callsTo(CHECK);
    expect(call?.body).toMatchObject({ scene: 4, version: 2, openid: expect.stringMatching(/^o.{27}$/) as string });
    expect(call?.query.access_token).toBeTruthy();
  });

  it('refuses a risky question and a risky edit before anything is stored or sent', async () => {
    const { topicId, questionId } = await asked('好的问题');
    bff.model.clear();
    const before = (await api(bff.url, client.token, '/api/topics')).body as Page<object>;
    for (const [event, payload] of [
      ['ask', { askId: randomUUID(), text: '违禁的事' }],
      ['ask', { askId: randomUUID(), topicId, text: '还是违禁的事' }],
      ['edit', { askId: randomUUID(), questionId, text: '改成违禁的事' }],
    ] as const) {
      expect(await client.call(event, payload)).toMatchObject({ ok: false, error: { code: 'content_refused' } });
    }
    const messages = (await api(bff.url, client.token, `/api/topics/${topicId}/messages`)).body as Page<object>;
    expect(messages.items).toHaveLength(2);
    expect((await api(bff.url, client.token, '/api/topics')).body).toEqual(before);
    expect(bff.model.completions()).toEqual([]);
  });

  it('asks WeChat once about a text, and never about an ask that is known', async () => {
    const askId = randomUUID();
    const first = await asked('只问一次微信', { askId });
    await asked('只问一次微信');
    expect(contents()).toEqual(['只问一次微信']);
    // The same askId with another text: it was accepted before, whatever comes now.
    expect((await client.ask('违禁也无妨', { askId })).answerId).toBe(first.answerId);
    expect(contents()).toEqual(['只问一次微信']);
  });

  it('does not check what a guest writes', async () => {
    const guest = await bff.client('unchecked');
    await guest.done((await guest.ask('违禁的事')).answerId);
    expect(wechat.calls).toEqual([]);
  });

  it('checks a long text in parts that overlap, and finds what stands on a border', async () => {
    const text = `${'长'.repeat(2499)}😀${'文'.repeat(3000)}`;
    await asked(text);
    const parts = contents().sort((a, b) => text.indexOf(a) - text.indexOf(b));
    expect(parts.map((part) => [part.length <= 2500, part.isWellFormed()])).toEqual([0, 1, 2].map(() => [true, true]));
    expect(parts[0]).toHaveLength(2499);
    expect(text.endsWith(parts.at(-1) ?? '?')).toBe(true);
    const split = `${'甲'.repeat(2499)}违禁${'乙'.repeat(100)}`;
    expect(await client.call('ask', { askId: 'split', text: split })).toMatchObject({
      error: { code: 'content_refused' },
    });
  });

  it('fetches a token once for all, and anew once where it is refused', async () => {
    wechat.expireTokens();
    await Promise.all(['一起甲', '一起乙', '一起丙'].map((text) => asked(text)));
    expect(wechat.callsTo(GRANT)).toHaveLength(1);
    expect(wechat.callsTo(GRANT)[0]?.body).toEqual({
      grant_type: 'client_credential',
      appid: wechat.appid,
      secret: wechat.secret,
    });
    wechat.clear();
    wechat.fail(CHECK, 40001, 2);
    await asked('令牌一再被拒');
    expect([wechat.callsTo(GRANT).length, wechat.callsTo(CHECK).length]).toEqual([1, 2]);
  });

  it('lets pass what cannot be checked, in time, with one warning a minute', async () => {
    // WeChat never answers this one: that the question was taken means that its time was over.
    await asked('慢得等不到');
    expect(CHECK_MS.question).toBeLessThanOrEqual(WAIT_MAX_MS);
    for (const errcode of [45009, 61010, -1]) {
      wechat.fail(CHECK, errcode);
      await asked(`查不了 ${errcode}`);
    }
    expect(bff.logs.filter((line) => line.includes('could not check')).length).toBeLessThanOrEqual(1);
  });
});

describe('a deployment that lets nothing pass unchecked', () => {
  it('refuses what WeChat cannot check, and says nothing of the text in the log', async () => {
    const { bff, wechat, close } = await startWithWeChat({ WECHAT_CHECK_FAILURE: 'refuse' });
    const session = await sessionOf(bff.url, 'strict');
    const client = await connect(bff.url, session.token);
    const slow = await client.call('ask', { askId: 'slow', text: '慢得等不到' });
    expect(slow).toMatchObject({ ok: false, error: { code: 'upstream_unavailable' } });
    wechat.fail(CHECK, 45009);
    const second = await client.call('ask', { askId: 'quota', text: '额度用完了' });
    expect(second).toMatchObject({ ok: false, error: { code: 'upstream_unavailable' } });
    expect(bff.model.completions()).toEqual([]);
    expect((await api(bff.url, session.token, '/api/topics')).body).toMatchObject({ items: [] });
    await vi.waitFor(() => expect(bff.logs.filter((line) => line.includes('could not check'))).toHaveLength(1));
    const all = bff.logs.join('\n');
    for (const secret of [...wechat.secrets(), '慢得等不到', '额度用完了', session.token])
      expect(all).not.toContain(secret);
    client.socket.disconnect();
    await close();
  });
});

describe('parts of a text', () => {
  it.each([0, 1, 9, 10, 11, 25, 100, 101])('hold all of %i units, overlap, and split no pair', (length) => {
    const text = '😀甲😀😀乙'.repeat(30).slice(0, length).toWellFormed();
    const parts = inParts(text, 10, 3);
    let covered = 0;
    for (const part of parts) {
      expect(part.length).toBeLessThanOrEqual(10);
      expect(part.isWellFormed()).toBe(true);
      const at = text.indexOf(part, Math.max(0, covered - 4));
      expect(at).toBeLessThanOrEqual(covered);
      covered = at + part.length;
    }
    expect(covered).toBe(text.length);
  });
});
