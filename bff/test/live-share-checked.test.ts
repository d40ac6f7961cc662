import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { connect, type TestClient } from './client';
import { databases } from './databases';
import type { Bff } from './harness';
import { asked, readShare, shareLive, stallMeter, view } from './viewing';
import { sessionOf, startWithWeChat, type WeChatServer } from './wechat';

const FINE = '这一句没有问题，大家都可以看。'.repeat(20);
/** Of its own: what a check said once is remembered for a while. */
const LATER_FINE = '这一句要等一等，也没有问题。'.repeat(20);
const PATH = '/wxa/msg_sec_check';
const SOON = { timeout: 30_000 };
/** So long a process may have stood still while what holds for one that runs is claimed of it, in ms, and so often it is tried. */
const LOST_MS = 1000;
const TRIES = 5;

/** What came of a text, piece by piece. */
const piecesOf = ({ events }: TestClient, ref: number) =>
  events.filter(({ name, args }) => name === 'delta' && args[0] === ref).map(({ args }) => String(args[2]));

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
  /** `plan`: how the model answers the question that is asked of a shared topic. */
  const begun = async (plan: Parameters<Bff['model']['plan']>[0]) => {
    const { topicId, share } = await shared();
    const viewer = await view(bff, { shareId: share.id });
    const changed = () => viewer.lastOf('changed')?.answerId;
    // Of an answer that has ended before it was looked at, viewers are told as of any other message.
    bff.model.plan({ ...plan, held: () => vi.waitFor(() => expect(changed()).toBeDefined(), SOON) });
    const { answerId, ref: own } = await asked(owner, '现在的问题', topicId);
    await vi.waitFor(() => expect(changed()).toBe(answerId), SOON);
    return { share, viewer, answerId, own, ref: viewer.lastOf('changed')?.ref ?? 0 };
  };

  it('show whole sentences once they have passed, and all in the end', async () => {
    const watched = async (text: string) => {
      const { viewer, answerId, ref, own } = await begun({ text, tokensPerSecond: 100 });
      await viewer.done(answerId);
      await owner.done(answerId);
      expect(viewer.text(ref)).toBe(text);
      viewer.socket.disconnect();
      return [piecesOf(viewer, ref), piecesOf(owner, own)] as const;
    };
    for (let tries = 1; tries <= TRIES; tries += 1) {
      // Of another text each time, for what passed once is not asked for again.
      const meter = stallMeter();
      const [shown, written] = await watched(FINE.replaceAll('没有', `第${tries}次也没有`));
      meter.stop();
      // Words that wait too long for the end of their sentence are shown without it, as they are where nothing runs meanwhile.
      if (meter.lost() >= LOST_MS) continue;
      expect(shown.filter((piece) => !piece.endsWith('。'))).toEqual([]);
      expect(shown.length).toBeLessThan(written.length);
      return;
    }
    throw new Error(`the process stood still in each of ${TRIES} tries`);
  });

  it('end at what may not be shown, for viewers alone and for ever', async () => {
    const text = `${FINE}这里有违禁的话。${FINE}`;
    const { share, viewer, answerId, ref, own } = await begun({ text, tokensPerSecond: 100 });
    expect(await viewer.done(answerId)).toMatchObject({ status: 'interrupted', error: { code: 'content_refused' } });
    await owner.done(answerId);
    expect(owner.text(own)).toBe(text);
    expect(FINE.startsWith(viewer.text(ref))).toBe(true);
    await vi.waitFor(
      () => expect(viewer.lastOf('changed')?.messages).toMatchObject([{ id: answerId, withheld: true }]),
      SOON,
    );
    expect((await readShare(bff, share.id)).messages.at(-1)).toMatchObject({ text: '', withheld: true });
    expect(JSON.stringify([viewer.events, await readShare(bff, share.id)])).not.toContain('违禁');
    const late = await view(bff, { shareId: share.id });
    expect(late.watched).toMatchObject({ answerId, text: '' });
    for (const each of [viewer, late]) each.socket.disconnect();
  });

  it('wait where a check fails for a while, and are whole in the end', async () => {
    let before = 0;
    const answer = () => {
      // The question has passed by now, and nothing of the answer is there.
      before = wechat.callsTo(PATH).length;
      wechat.fail(PATH, -1, 4);
      return LATER_FINE;
    };
    const { share, viewer, answerId, ref } = await begun({ text: undefined, answer });
    await owner.done(answerId);
    expect(viewer.text(ref)).toBe('');
    await viewer.done(answerId);
    expect(wechat.callsTo(PATH).length - before).toBeGreaterThan(4);
    expect(viewer.text(ref)).toBe(LATER_FINE);
    expect(viewer.events.filter(({ name }) => name === 'done').map(({ args }) => args[0])).toContainEqual({
      answerId,
      length: LATER_FINE.length,
      status: 'complete',
    });
    expect((await readShare(bff, share.id)).messages.at(-1)).toMatchObject({
      text: LATER_FINE,
      status: 'complete',
    });
    viewer.socket.disconnect();
  });
});
