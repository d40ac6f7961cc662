import type { Ask, Asked } from '@huati/shared';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OutgoingQuestions, type Outgoing } from '@/features/chat/outgoing';
import { WireFailure, type FailureCode } from '@/transport';

const asked: Asked = { topicId: 't', questionId: 'q', answerId: 'a', ref: 1 };

/** Answers each `ask` by the next of `outcomes`: an acknowledgement, or a failure of that code. */
function set(outcomes: (Asked | FailureCode)[]) {
  const sent: Ask[] = [];
  const acknowledged: { question: Outgoing; again: boolean }[] = [];
  const refused: { question: Outgoing; failure: WireFailure }[] = [];
  const outgoing = new OutgoingQuestions({
    ask(payload) {
      sent.push(payload);
      const outcome = outcomes.shift() ?? 'offline';
      return typeof outcome === 'string' ? Promise.reject(new WireFailure(outcome, outcome)) : Promise.resolve(outcome);
    },
    acknowledged: (question, _, again) => void acknowledged.push({ question, again }),
    refused: (question, failure) => void refused.push({ question, failure }),
  });
  return { outgoing, sent, acknowledged, refused };
}

const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

describe('questions on their way', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('are shown at once and go when they are acknowledged', async () => {
    const { outgoing, sent, acknowledged } = set([asked]);
    outgoing.send('id-1', null, '你好');
    expect(outgoing.list.value).toMatchObject([{ askId: 'id-1', state: 'sending' }]);
    await settle();
    expect(sent).toEqual([{ askId: 'id-1', text: '你好' }]);
    expect(acknowledged).toMatchObject([{ question: { text: '你好' }, again: false }]);
    expect(outgoing.list.value).toEqual([]);
  });

  it('keep their askId through a lost acknowledgement, a new connection and a tap', async () => {
    const { outgoing, sent, acknowledged } = set(['timeout', 'offline', 'internal', asked]);
    outgoing.send('id-1', 't', '你好');
    await vi.advanceTimersByTimeAsync(1_100);
    expect(sent).toHaveLength(2);
    outgoing.resend();
    await settle();
    expect(outgoing.list.value).toMatchObject([{ state: 'unsent', failure: 'internal' }]);
    outgoing.retry('id-1');
    await settle();
    expect(sent.map(({ askId }) => askId)).toEqual(['id-1', 'id-1', 'id-1', 'id-1']);
    expect(acknowledged).toMatchObject([{ again: true }]);
  });

  it('are not sent twice at the same time', async () => {
    const { outgoing, sent } = set([asked]);
    outgoing.send('id-1', 't', '你好');
    outgoing.resend();
    outgoing.resend();
    await settle();
    expect(sent).toHaveLength(1);
  });

  it('are unsent after half a minute without a connection, and only a tap sends them then', async () => {
    const { outgoing, sent } = set([]);
    outgoing.send('id-1', 't', '你好');
    await vi.advanceTimersByTimeAsync(30_000);
    expect(outgoing.list.value).toMatchObject([{ state: 'unsent', failure: 'offline' }]);
    outgoing.resend();
    expect(sent).toHaveLength(1);
    outgoing.retry('id-1');
    expect(sent).toHaveLength(2);
  });

  it.each(['invalid', 'input_too_long', 'rate_limited'] as const)('go back to the writer on %s', async (code) => {
    const { outgoing, refused } = set([code]);
    outgoing.send('id-1', 't', '你好');
    await settle();
    expect(refused).toMatchObject([{ question: { text: '你好' }, failure: { code } }]);
    expect(outgoing.list.value).toEqual([]);
  });

  it('come back as unsent after a reload, under the same askId', async () => {
    set([]).outgoing.send('id-1', null, '你好');
    const { outgoing, sent, acknowledged } = set([asked]);
    expect(outgoing.list.value).toMatchObject([{ askId: 'id-1', text: '你好', state: 'unsent' }]);
    outgoing.retry('id-1');
    await settle();
    expect(sent).toMatchObject([{ askId: 'id-1' }]);
    expect(acknowledged).toMatchObject([{ again: true }]);
    expect(set([]).outgoing.list.value).toEqual([]);
  });

  it('go when the topic turns out to have them', () => {
    const { outgoing } = set([]);
    outgoing.send('id-1', 't', '你好');
    outgoing.arrived([undefined, 'id-1']);
    expect(outgoing.list.value).toEqual([]);
  });
});
