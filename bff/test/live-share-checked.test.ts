import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { connect, type TestClient } from './client';
import { databases } from './databases';
import type { Bff } from './harness';
import { asked, readShare, shareLive, view } from './viewing';
import { sessionOf, startWithWeChat, type WeChatServer } from './wechat';

const FINE = '这一句没有问题，大家都可以看。'.repeat(20);

describe.each(databases)('live shares of checked texts on $name', ({ prepare }) => {
  let bff: Bff;
  let wechat: WeChatServer;
  let close: () => Promise<void>;
  let owner: TestClient;
  beforeAll(async () => {
    const env = { LLM_TITLES: 'off', REQUESTS_PER_MINUTE: '0', WECHAT_CHECK_FAILURE: 'refuse', ...(await prepare()) };
    ({ bff, wechat, close } = await startWithWeChat(env));
    owner = await connect(bff.url, (await sessionOf(bff.url, 'sharer')).token);
  });
  afterAll(async () => {
    owner.socket.disconnect();
    await close();
  });
  const shared = async () => {
    bff.model.plan({ text: '先前' });
    const first = await asked(owner, '先前的问题');
    await owner.done(first.answerId);
    return { topicId: first.topicId, share: await shareLive(bff, owner.token, first.topicId) };
  };
  const begun = async (text: string) => {
    const { topicId, share } = await shared();
    const viewer = await view(bff, { shareId: share.id });
    bff.model.plan({ text, tokensPerSecond: 100 });
    const { answerId, ref: own } = await asked(owner, '现在的问题', topicId);
    await vi.waitFor(() => expect(viewer.lastOf('changed')?.answerId).toBe(answerId), { timeout: 5000 });
    return { share, viewer, answerId, own, ref: viewer.lastOf('changed')?.ref ?? 0 };
  };

  it('show whole sentences once they have passed, and all in the end', async () => {
    const { viewer, answerId, ref, own } = await begun(FINE);
    await vi.waitFor(() => expect(owner.text(own).length).toBeGreaterThan(60), { interval: 5, timeout: 5000 });
    expect(viewer.text(ref)).toBe('');
    await vi.waitFor(() => expect(viewer.text(ref)).not.toBe(''), { timeout: 5000 });
    expect(viewer.text(ref).endsWith('。')).toBe(true);
    await viewer.done(answerId);
    expect(viewer.text(ref)).toBe(FINE);
    viewer.socket.disconnect();
  });

  it('end at what may not be shown, for viewers alone and for ever', async () => {
    const text = `${FINE}这里有违禁的话。${FINE}`;
    const { share, viewer, answerId, ref, own } = await begun(text);
    expect(await viewer.done(answerId)).toMatchObject({ status: 'interrupted', error: { code: 'content_refused' } });
    await owner.done(answerId);
    expect(owner.text(own)).toBe(text);
    expect(FINE.startsWith(viewer.text(ref))).toBe(true);
    await vi.waitFor(
      () => expect(viewer.lastOf('changed')?.messages).toMatchObject([{ id: answerId, withheld: true }]),
      { timeout: 5000 },
    );
    expect((await readShare(bff, share.id)).messages.at(-1)).toMatchObject({ text: '', withheld: true });
    expect(JSON.stringify([viewer.events, await readShare(bff, share.id)])).not.toContain('违禁');
    const late = await view(bff, { shareId: share.id });
    expect(late.watched).toMatchObject({ answerId, text: '' });
    for (const each of [viewer, late]) each.socket.disconnect();
  });

  it('wait where a check fails for a while, and are whole in the end', async () => {
    const { share, viewer, answerId, ref } = await begun(FINE);
    wechat.fail('/wxa/msg_sec_check', -1, 4);
    await viewer.done(answerId);
    expect(wechat.callsTo('/wxa/msg_sec_check').length).toBeGreaterThan(4);
    expect(viewer.text(ref)).toBe(FINE);
    expect(viewer.events.filter(({ name }) => name === 'done').map(({ args }) => args[0])).toContainEqual({
      answerId,
      length: FINE.length,
      status: 'complete',
    });
    expect((await readShare(bff, share.id)).messages.at(-1)).toMatchObject({ text: FINE, status: 'complete' });
    viewer.socket.disconnect();
  });
});
