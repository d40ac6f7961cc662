import type { SharedEvent, SharedMessage } from '@huati/shared';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AnswerState } from '@/features/answers/answer-state';
import { LiveShare } from '@/features/sharing/live/live-share';
import { chances, LiveServer, settled } from './live-server';

const WORDS = ['增长', ' 12% ', '[1]', '。\n\n', '𠮷', 'word', '**粗**'];

function viewer(readingTakes = () => Promise.resolve()) {
  const growing = new Map<string, AnswerState>();
  const seen = { messages: [] as SharedMessage[], viewers: 0, over: null as string | null, shorter: 0, reads: 0 };
  const server = new LiveServer({
    delta: (ref, offset, text) => live.running.delta(ref, offset, text),
    sources: (event) => live.running.sources(event),
    done: (event) => live.running.done(event),
    shared: (event) => live.heard(event),
  });
  server.ask();
  server.grow('begun');
  const first = server.topic;
  seen.messages = first.messages;
  const live: LiveShare = new LiveShare(
    {
      shareId: 's',
      pass: undefined,
      watch: (payload) => server.watch(payload),
      follow: ({ answerId, offset }) => server.follow(answerId, offset),
      read: async () => {
        seen.reads += 1;
        await readingTakes();
        const topic = await server.read();
        await readingTakes();
        return topic;
      },
      show: ({ messages }) => void (seen.messages = messages),
      viewers: (count) => void (seen.viewers = count),
      grow: (answerId, state) => void (state ? growing.set(answerId, state) : growing.delete(answerId)),
      over: (why) => void (seen.over = why),
      unanswered: () => undefined,
    },
    first,
  );
  const connect = async (): Promise<void> => {
    server.connect();
    const met = live.online();
    await server.deliver(1);
    await met;
  };
  const cut = (): void => {
    server.cut();
    live.offline();
  };
  const text = (message: SharedMessage): string => growing.get(message.id)?.text ?? message.text;
  const shown = () => seen.messages.map((message) => ({ id: message.id, text: text(message) }));
  return { live, server, seen, growing, connect, cut, shown };
}

/** News of the share that leave something out, so that all is read. */
const changedPartly = ({ topic }: LiveServer): SharedEvent => ({
  shareId: 's',
  kind: 'changed',
  title: 'T',
  ids: topic.messages.map(({ id }) => id),
  messages: [],
  partial: true,
});

const told = (server: LiveServer) => server.messages.map(({ id, text }) => ({ id, text }));

/** Everything on its way arrives, and whatever is asked for because of it. */
async function quiet(server: LiveServer): Promise<void> {
  for (let turn = 0; turn < 24; turn += 1) {
    await server.deliver(1_000);
    await vi.advanceTimersByTimeAsync(60);
  }
}

describe('a live share', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('goes on in the middle of the answer that it was read with, asking for nothing twice', async () => {
    const { server, seen, connect, shown } = viewer();
    const watch = vi.spyOn(server, 'watch');
    await connect();
    expect(watch).toHaveBeenCalledWith({ shareId: 's', answerId: 'a1', offset: 5 });
    server.grow(' and more');
    await quiet(server);
    expect(shown()).toEqual(told(server));
    expect(seen).toMatchObject({ viewers: 1, reads: 0 });
  });

  it('shows what is asked and answered while it is watched, with what the answer rests on', async () => {
    const { server, seen, growing, connect } = viewer();
    await connect();
    server.end();
    server.ask();
    server.grow('增长[1]');
    server.end();
    await quiet(server);
    expect(seen.messages).toEqual(server.messages);
    expect(growing.size).toBe(0);
    expect(seen.reads).toBe(0);
  });

  it('is over at once, whatever was on its way', async () => {
    const { server, seen, connect, live, growing } = viewer();
    await connect();
    server.revoke();
    await server.deliver(1);
    expect(seen.over).toBe('gone');
    seen.messages = [];
    live.running.delta(1, 5, 'late');
    live.heard({ shareId: 's', kind: 'changed', title: '', ids: ['q0'], messages: [] });
    await vi.advanceTimersByTimeAsync(200);
    expect(seen.messages).toEqual([]);
    expect([...growing.values()].some(({ text }) => text.includes('late'))).toBe(false);
  });

  it('is over where it ended while there was no connection', async () => {
    const { server, seen, connect, cut, live } = viewer();
    await connect();
    cut();
    server.revoke();
    server.connect();
    await live.online();
    await settled();
    expect(seen.over).toBe('gone');
  });

  it('reads large changes anew, at a moment of its own where many look at it', async () => {
    const { server, seen, connect, live } = viewer();
    await connect();
    const changed = changedPartly(server);
    live.heard(changed);
    await settled();
    expect(seen.reads).toBe(1);
    const random = vi.spyOn(Math, 'random').mockReturnValue(0.5);
    live.heard({ shareId: 's', kind: 'viewers', viewers: 101 });
    live.heard(changed);
    await vi.advanceTimersByTimeAsync(990);
    expect(seen.reads).toBe(1);
    await vi.advanceTimersByTimeAsync(20);
    expect(seen.reads).toBe(2);
    random.mockRestore();
    await quiet(server);
  });

  it('follows nothing before it is watched over this connection, and asks for nothing in a loop', async () => {
    let arrived: () => void = () => undefined;
    const { server, connect, cut, live, growing, seen, shown } = viewer(() => new Promise((done) => (arrived = done)));
    await connect();
    const follow = vi.spyOn(server, 'follow');
    server.end();
    await quiet(server);
    live.heard(changedPartly(server));
    await settled();
    // What is asked over HTTP outlives the connection, and is there before the next one's acknowledgement.
    cut();
    server.ask();
    server.grow('new');
    server.connect();
    const met = live.online();
    for (let turn = 0; turn < 8; turn += 1) {
      arrived();
      await settled();
    }
    expect(seen.messages).toHaveLength(4);
    server.grow(' and more');
    await server.deliver(1);
    await met;
    await quiet(server);
    expect(growing.get('a3')).toMatchObject({ status: 'streaming', text: 'new and more' });
    server.end();
    await quiet(server);
    expect(shown()).toEqual(told(server));
    expect(seen.messages.at(-1)?.status).toBe('complete');
    expect(follow.mock.calls.length).toBeLessThan(3);
  });

  it('goes on with an answer that was taken for ended', async () => {
    const { server, connect, cut, live, seen, shown } = viewer();
    await connect();
    live.running.done({ answerId: 'a1', length: 5, status: 'interrupted' });
    expect(seen.messages.at(-1)?.status).toBe('interrupted');
    cut();
    server.grow(' and more');
    await connect();
    await quiet(server);
    expect(shown()).toEqual(told(server));
    expect(seen.messages.at(-1)?.status).toBe('streaming');
    server.end();
    await quiet(server);
    expect(seen.messages).toEqual(server.messages);
  });

  it('shows nothing of an answer that was refused', async () => {
    const { server, seen, connect, live } = viewer();
    await connect();
    const error = { code: 'content_refused' as const, message: 'refused' };
    live.running.done({ answerId: 'a1', length: 5, status: 'interrupted', error });
    expect(seen.messages.at(-1)).toMatchObject({ text: '', withheld: true });
    await quiet(server);
  });

  it.each(Array.from({ length: 60 }, (_, seed) => seed))('is exact after any losses (%i)', async (seed) => {
    const chance = chances(seed);
    const slow = () => new Promise<void>((resolve) => setTimeout(resolve, chance(200)));
    const { server, seen, connect, cut, shown, growing } = viewer(slow);
    const grow = (): void => server.grow(WORDS[chance(WORDS.length)] ?? '');
    const moves = [
      grow,
      grow,
      grow,
      grow,
      () => server.ask(),
      () => server.end(),
      () => server.branch(),
      () => server.deliver(chance(6)),
      () => server.deliver(100),
      cut,
      () => (server.connected ? undefined : connect()),
      () => vi.advanceTimersByTimeAsync(chance(80)),
    ];
    await connect();
    for (let step = 0; step < 120; step += 1) {
      const running = server.messages.some(({ status }) => status === 'streaming');
      const move = moves[chance(moves.length)];
      // A question waits for the answer before it.
      if (move === moves[4] && running) continue;
      await Promise.resolve(move?.());
    }
    if (!server.connected) await connect();
    await quiet(server);
    expect(shown()).toEqual(told(server));
    server.end();
    await quiet(server);
    expect(seen.messages).toEqual(server.messages);
    expect(growing.size).toBe(0);
    expect(seen.over).toBeNull();
  });
});
