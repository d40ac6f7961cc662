import type { Ask, Asked } from '@huati/shared';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Outbox, type OutboxQuestion } from '@/features/chat/outbox';
import type * as StorageModule from '@/platform/storage';
import { WireFailure, type FailureCode } from '@/transport';

/** A device that has no room left keeps nothing. */
const device = vi.hoisted(() => ({ full: false }));
vi.mock('@/platform/storage', async (original) => {
  const storage = await original<typeof StorageModule>();
  return { ...storage, writeStored: (key: string, value: unknown) => !device.full && storage.writeStored(key, value) };
});

type Outcome = Asked | FailureCode | 'never';

const asked = (n = 1): Asked => ({ topicId: 't', questionId: `q${n}`, answerId: `a${n}`, ref: n });

/** Answers each `ask` by the next of `outcomes`: an acknowledgement, a failure of that code, or nothing. */
function set(outcomes: Outcome[], { online = true } = {}) {
  const sent: Ask[] = [];
  const acknowledged: { question: OutboxQuestion; again: boolean }[] = [];
  const refused: { question: OutboxQuestion; failure: WireFailure }[] = [];
  const world = { online, occupied: new Set<string>() };
  const outbox = new Outbox({
    ask(payload) {
      sent.push(payload);
      const outcome = outcomes.shift() ?? 'never';
      if (outcome === 'never') return new Promise(() => undefined);
      return typeof outcome === 'string'
        ? Promise.reject(new WireFailure(outcome, outcome, { retryAfterMs: 5_000 }))
        : Promise.resolve(outcome);
    },
    online: () => world.online,
    occupied: (topicId) => world.occupied.has(topicId),
    acknowledged: (question, _, again) => void acknowledged.push({ question, again }),
    refused: (question, failure) => void refused.push({ question, failure }),
  });
  return { outbox, sent, acknowledged, refused, world };
}

const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

describe('questions on their way', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('are shown at once and go when they are acknowledged', async () => {
    const { outbox, sent, acknowledged } = set([asked()]);
    outbox.add('id-1', { topicId: null, begins: 'new' }, '你好');
    expect(outbox.list.value).toMatchObject([{ askId: 'id-1', state: 'sending' }]);
    await settle();
    expect(sent).toEqual([{ askId: 'id-1', text: '你好' }]);
    expect(acknowledged).toMatchObject([{ question: { text: '你好' }, again: false }]);
    expect(outbox.list.value).toEqual([]);
    expect(set([]).outbox.list.value).toEqual([]);
  });

  it('wait without a connection, as long as it takes, and go out in order once there is one', async () => {
    const { outbox, sent, world } = set([asked(1), asked(2)], { online: false });
    outbox.add('id-1', { topicId: 't', begins: null }, '一');
    outbox.add('id-2', { topicId: 't', begins: null }, '二');
    outbox.add('id-3', { topicId: 'other', begins: null }, '三');
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(outbox.list.value.map(({ state }) => state)).toEqual(['queued', 'queued', 'queued']);
    world.online = true;
    world.occupied.add('other');
    outbox.flush();
    expect(sent.map(({ askId }) => askId)).toEqual(['id-1']);
    await settle();
    expect(sent.map(({ askId }) => askId)).toEqual(['id-1', 'id-2']);
  });

  it('wait for the answer before them in their topic, and for no other', async () => {
    const { outbox, sent, world } = set([asked(1)]);
    world.occupied.add('t');
    outbox.add('id-1', { topicId: 't', begins: null }, '等');
    outbox.add('id-2', { topicId: 'other', begins: null }, '不等');
    expect(sent.map(({ askId }) => askId)).toEqual(['id-2']);
    world.occupied.clear();
    outbox.flush();
    await settle();
    expect(sent.map(({ askId }) => askId)).toEqual(['id-2', 'id-1']);
  });

  it('go once more by themselves where the server fails, since it may have taken them', async () => {
    const { outbox, sent, acknowledged } = set(['internal', asked(), 'internal', 'internal']);
    outbox.add('id-1', { topicId: 't', begins: null }, '你好');
    await vi.advanceTimersByTimeAsync(1_100);
    expect(sent.map(({ askId }) => askId)).toEqual(['id-1', 'id-1']);
    expect(acknowledged).toMatchObject([{ again: true }]);
    outbox.add('id-2', { topicId: 't', begins: null }, '再问');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(sent).toHaveLength(4);
    expect(outbox.list.value).toMatchObject([{ askId: 'id-2', state: 'unsent', failure: 'internal' }]);
  });

  it('keep their askId through a lost acknowledgement, a lost connection and a tap', async () => {
    const { outbox, sent, acknowledged, world } = set(['timeout', 'offline', 'internal', asked()]);
    outbox.add('id-1', { topicId: 't', begins: null }, '你好');
    await vi.advanceTimersByTimeAsync(1_100);
    expect(sent).toHaveLength(2);
    world.online = false;
    outbox.paused();
    world.online = true;
    outbox.flush();
    await settle();
    expect(outbox.list.value).toMatchObject([{ state: 'unsent', failure: 'internal' }]);
    outbox.retry('id-1');
    await settle();
    expect(sent.map(({ askId }) => askId)).toEqual(['id-1', 'id-1', 'id-1', 'id-1']);
    expect(acknowledged).toHaveLength(1);
  });

  it('are not sent twice at the same time', () => {
    const { outbox, sent } = set(['never']);
    outbox.add('id-1', { topicId: 't', begins: null }, '你好');
    outbox.flush();
    outbox.flush();
    expect(sent).toHaveLength(1);
  });

  it.each(['busy', 'rate_limited'] as const)('try again by themselves on %s, when the server said', async (code) => {
    const { outbox, sent, acknowledged } = set([code, asked()]);
    outbox.add('id-1', { topicId: 't', begins: null }, '你好');
    await vi.advanceTimersByTimeAsync(4_900);
    expect(outbox.list.value).toMatchObject([{ state: 'queued', failure: code }]);
    expect(sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(acknowledged).toHaveLength(1);
  });

  it.each(['invalid', 'input_too_long', 'too_large'] as const)('go back to the writer on %s', async (code) => {
    const { outbox, refused } = set([code]);
    outbox.add('id-1', { topicId: 't', begins: null }, '你好');
    await settle();
    expect(refused).toMatchObject([{ question: { text: '你好' }, failure: { code } }]);
    expect(outbox.list.value).toEqual([]);
  });

  it('come back after the program was killed, in order and under the same askId', async () => {
    const before = set([], { online: false });
    before.outbox.add('id-2', { topicId: null, begins: 'new' }, '先写的');
    before.outbox.add('id-1', { topicId: null, begins: 'new' }, '后写的');
    const { outbox, sent } = set([asked()]);
    expect(outbox.list.value.map(({ text, state }) => [text, state])).toEqual([
      ['先写的', 'queued'],
      ['后写的', 'queued'],
    ]);
    outbox.flush();
    outbox.adopt('new', 't');
    await settle();
    expect(sent[0]).toMatchObject({ askId: 'id-2', text: '先写的' });
  });

  it('can be taken back until they may have reached the server', () => {
    const { outbox, world } = set(['never'], { online: false });
    outbox.add('id-1', { topicId: 't', begins: null }, '写错了');
    expect(outbox.take('id-1')?.text).toBe('写错了');
    expect(set([]).outbox.list.value).toEqual([]);
    outbox.add('id-2', { topicId: 't', begins: null }, '已经发出');
    world.online = true;
    outbox.flush();
    expect(outbox.take('id-2')).toBeUndefined();
    expect(outbox.list.value).toHaveLength(1);
  });

  it('are not sent by one tab after another has taken them back', () => {
    const one = set([], { online: false });
    one.outbox.add('id-1', { topicId: 't', begins: null }, '不发了');
    const other = set([asked()]);
    one.outbox.take('id-1');
    other.outbox.flush();
    expect([other.sent, other.outbox.list.value]).toEqual([[], []]);
  });

  it('are sent also where the device has no room to keep them', async () => {
    device.full = true;
    const { outbox, acknowledged } = set([asked()]);
    outbox.add('id-1', { topicId: 't', begins: null }, '没地方放');
    await settle();
    expect(acknowledged).toHaveLength(1);
    device.full = false;
  });

  it('of two topics begun without a connection stay apart, and each goes on in its own', () => {
    const { outbox, sent, world } = set(['never', 'never'], { online: false });
    outbox.add('id-1', { topicId: null, begins: 'new-1' }, '一');
    outbox.add('id-2', { topicId: null, begins: 'new-1' }, '一之二');
    outbox.add('id-3', { topicId: null, begins: 'new-2' }, '二');
    world.online = true;
    outbox.flush();
    expect(sent.map(({ askId }) => askId)).toEqual(['id-1', 'id-3']);
    outbox.arrived('t', ['id-1']);
    expect(outbox.list.value.map(({ askId, topicId }) => [askId, topicId])).toEqual([
      ['id-2', 't'],
      ['id-3', null],
    ]);
  });

  it('cannot be changed once an earlier call may have arrived, whatever the server says to a later one', async () => {
    const { outbox } = set(['timeout', 'busy']);
    outbox.add('id-1', { topicId: 't', begins: null }, '你好');
    await vi.advanceTimersByTimeAsync(1_100);
    expect(outbox.list.value).toMatchObject([{ state: 'queued', failure: 'busy', sent: true }]);
    expect(outbox.take('id-1')).toBeUndefined();
  });

  it('go when the topic turns out to have them', () => {
    const { outbox } = set(['never']);
    outbox.add('id-1', { topicId: 't', begins: null }, '你好');
    outbox.arrived('t', [undefined, 'id-1']);
    expect(outbox.list.value).toEqual([]);
  });
});
