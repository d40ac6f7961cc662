import type { Follow, Followed, SourcesEvent } from '@huati/shared';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { freshAnswer, type AnswerState } from '@/features/answers/answer-state';
import { RunningAnswers } from '@/features/answers/running';
import { WireFailure } from '@/transport';

function set(follow: (payload: Follow) => Promise<Followed>) {
  const shown: string[] = [];
  const ended: AnswerState[] = [];
  const unanswered = vi.fn();
  const late: SourcesEvent[] = [];
  const running = new RunningAnswers({
    follow,
    commit: (_, state) => void shown.push(state.text),
    ended: (_, state) => void ended.push(state),
    late: (event) => ended.length > 0 && late.push(event) > 0,
    unanswered,
  });
  return { running, shown, ended, late, unanswered };
}

const unexpected = (): Promise<Followed> => Promise.reject(new Error('no follow was expected'));

describe('running answers', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('shows at most one state in 50 ms, and the end at once', () => {
    const { running, shown, ended } = set(unexpected);
    running.track('a', 7, false);
    for (let at = 0; at < 10; at += 1) running.delta(7, at, String(at));
    expect(shown).toEqual([]);
    vi.advanceTimersByTime(50);
    expect(shown).toEqual(['0123456789']);
    running.delta(7, 10, '!');
    running.done({ answerId: 'a', length: 11, status: 'complete' });
    expect(ended.map((state) => state.text)).toEqual(['0123456789!']);
    expect(running.has('a')).toBe(false);
    vi.advanceTimersByTime(200);
    expect(shown).toHaveLength(1);
  });

  it('shows at once what comes after a pause, and what follows it in step', () => {
    const { running, shown } = set(unexpected);
    running.track('a', 7, false);
    vi.advanceTimersByTime(60);
    running.delta(7, 0, '一');
    vi.advanceTimersByTime(1);
    running.delta(7, 1, '二');
    vi.advanceTimersByTime(48);
    expect(shown).toEqual(['', '一']);
    vi.advanceTimersByTime(2);
    expect(shown).toEqual(['', '一', '一二']);
  });

  it('holds sources that were told before the acknowledgement, and keeps them to the end', () => {
    const { running, ended } = set(unexpected);
    const sources = [{ n: 1, title: '年报.pdf', text: '营收 3 亿元', place: { page: 3 } }];
    running.sources({ answerId: 'a', retrieval: 'chunk', sources });
    running.track('a', 7, false);
    running.delta(7, 0, '增长[1]');
    running.done({ answerId: 'a', length: 5, status: 'complete' });
    expect(ended).toMatchObject([{ text: '增长[1]', sources, retrieval: 'chunk' }]);
  });

  it('forgets with a connection what was told over it before the acknowledgement', () => {
    const { running, ended } = set(unexpected);
    running.sources({ answerId: 'b', retrieval: 'chunk', sources: [] });
    running.lost();
    running.track('b', 1, false);
    running.done({ answerId: 'b', length: 0, status: 'complete' });
    expect(ended[0]?.sources).toBeUndefined();
  });

  it('hands on sources that are told after the end', async () => {
    const { running, ended, late } = set(() =>
      Promise.resolve({ ref: 9, status: 'complete', text: '增长[1]', offset: 0, length: 5 }),
    );
    running.join('a', freshAnswer());
    await vi.runAllTimersAsync();
    expect(ended).toMatchObject([{ text: '增长[1]' }]);
    const event = { answerId: 'a', retrieval: 'chunk' as const, sources: [{ n: 1, title: '年报.pdf', text: '营收' }] };
    running.sources(event);
    expect(late).toEqual([event]);
  });

  it('knows refs of this connection only', () => {
    const { running, shown } = set(unexpected);
    running.delta(3, 0, 'nobody asked');
    running.track('a', 3, false);
    running.lost();
    running.delta(3, 0, 'somebody else’s');
    vi.advanceTimersByTime(50);
    expect(shown).toEqual(['']);
  });

  it('goes on from what is held after a new connection', async () => {
    const asked: Follow[] = [];
    const { running, ended } = set((payload) => {
      asked.push(payload);
      return Promise.resolve({ ref: 9, status: 'complete', text: 'world', offset: 6, length: 11 });
    });
    running.track('a', 1, false);
    running.delta(1, 0, 'hello ');
    running.lost();
    running.resumeAll();
    await vi.runAllTimersAsync();
    expect(asked).toEqual([{ answerId: 'a', offset: 6, reasoningOffset: 0 }]);
    expect(ended[0]).toMatchObject({ text: 'hello world', status: 'complete' });
  });

  it('ignores the acknowledgement of a connection that is gone', async () => {
    let answer: (ack: Followed) => void = () => undefined;
    const { running, ended } = set(() => new Promise((resolve) => (answer = resolve)));
    running.join('a', freshAnswer());
    running.lost();
    answer({ ref: 1, status: 'complete', text: 'late', offset: 0, length: 4 });
    await vi.runAllTimersAsync();
    expect(ended).toEqual([]);
    running.delta(1, 0, 'x');
    expect(running.has('a')).toBe(true);
  });

  it('asks again after a refusal, and not before the server said', async () => {
    let calls = 0;
    const { running, ended } = set(() => {
      calls += 1;
      if (calls === 1) return Promise.reject(new WireFailure('busy', 'busy', { retryAfterMs: 700 }));
      return Promise.resolve({ ref: 1, status: 'complete', text: 'ok', offset: 0, length: 2 });
    });
    running.join('a', freshAnswer());
    await vi.advanceTimersByTimeAsync(650);
    expect(calls).toBe(1);
    await vi.advanceTimersByTimeAsync(100);
    expect(ended[0]?.text).toBe('ok');
  });

  it('asks with pauses where no answer helps, also where it is found anew each time', async () => {
    const stuck = { ref: 1, status: 'streaming' as const, text: 'longer', offset: 0, length: 6 };
    const follow = vi.fn(() => Promise.resolve(stuck));
    const { running } = set(follow);
    running.join('a', { ...freshAnswer(), status: 'interrupted', length: 2 });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(follow.mock.calls.length).toBeGreaterThan(1);
    expect(follow.mock.calls.length).toBeLessThanOrEqual(30);

    const gone = vi.fn(() => Promise.reject<Followed>(new WireFailure('not_found', '')));
    const { running: other } = set(gone);
    for (let turn = 0; turn < 200; turn += 1) {
      other.join('b', freshAnswer());
      await vi.advanceTimersByTimeAsync(10);
    }
    expect(gone.mock.calls.length).toBeLessThanOrEqual(5);
  });

  it('tells of a connection that does not answer, and ends what is gone for good', async () => {
    const codes: ('timeout' | 'not_found')[] = ['timeout', 'not_found'];
    const { running, ended, unanswered } = set(() => Promise.reject(new WireFailure(codes.shift() ?? 'internal', '')));
    running.join('a', { ...freshAnswer(), text: 'half' });
    await vi.advanceTimersByTimeAsync(1);
    expect(unanswered).toHaveBeenCalledOnce();
    running.lost();
    running.resumeAll();
    await vi.advanceTimersByTimeAsync(1);
    expect(ended[0]).toMatchObject({ text: 'half', status: 'interrupted' });
  });

  it('follows an answer whose end was faster than its acknowledgement', async () => {
    const { running, ended } = set(() =>
      Promise.resolve({ ref: 1, status: 'complete', text: 'quick', offset: 0, length: 5 }),
    );
    running.done({ answerId: 'a', length: 5, status: 'complete' });
    running.track('a', 1, false);
    await vi.advanceTimersByTimeAsync(1);
    expect(ended[0]?.text).toBe('quick');
  });
});
