import type { Message, Page } from '@huati/shared';
import { describe, expect, it } from 'vitest';
import { freshAnswer } from '@/features/answers/answer-state';
import { itemsOf } from '@/features/chat/items';
import {
  around,
  emptyThread,
  withAdded,
  withAnswer,
  withBranch,
  withNewer,
  withNewest,
  withOlder,
  withSources,
  type Thread,
} from '@/features/chat/thread';

function message(id: string, parentId: string | null, more: Partial<Message> = {}): Message {
  const role = id.startsWith('q') ? 'user' : 'assistant';
  return { id, parentId, topicId: 't', role, text: id, status: 'complete', createdAt: '2026-01-01T00:00:00Z', ...more };
}

const round = (n: number): Message[] => [message(`q${n}`, n === 1 ? null : `a${n - 1}`), message(`a${n}`, `q${n}`)];
const page = (items: Message[], nextCursor: string | null, prevCursor: string | null = null): Page<Message> => ({
  items,
  nextCursor,
  prevCursor,
});
/** `withAdded` where the parent is held. */
function added(thread: Thread, ...messages: Message[]): Thread {
  const next = withAdded(thread, ...messages);
  if (!next) throw new Error('the parent is not held');
  return next;
}

const ids = (messages: readonly Message[]): string[] => messages.map(({ id }) => id);

describe('a thread', () => {
  it('gives another answer the place of the old one and of what came after it', () => {
    const thread = added(added(emptyThread, ...round(1)), ...round(2));
    const again = added(thread, message('a1b', 'q1'));
    expect(ids(again.messages)).toEqual(['q1', 'a1b']);
    expect(again.messages[1]?.siblings).toEqual(['a1', 'a1b']);
    const third = added(again, message('a1c', 'q1'));
    expect(third.messages[1]?.siblings).toEqual(['a1', 'a1b', 'a1c']);
    const edited = added(third, message('q1b', null), message('a', 'q1b'));
    expect(ids(edited.messages)).toEqual(['q1b', 'a']);
    expect(edited.messages[0]?.siblings).toEqual(['q1', 'q1b']);
    expect(added(edited, message('a', 'q1b'))).toBe(edited);
    expect(withAdded(edited, message('q9', 'a8'), message('a9', 'q9'))).toBeNull();
  });

  it('shows another branch from its fork on, also where the fork is not held', () => {
    const thread = added(added(emptyThread, ...round(1)), ...round(2));
    const other = [message('a1', 'q1'), message('q2b', 'a1'), message('a2b', 'q2b')];
    const switched = withBranch(thread, page(other, 'o', 'n'), 'q2b');
    expect(ids(switched.messages)).toEqual(['q1', 'a1', 'q2b', 'a2b']);
    expect(switched).toMatchObject({ olderCursor: null, newerCursor: 'n' });
    const far = withBranch(withNewest(emptyThread, page(round(9), 'c')), page(other, 'o', 'n'), 'q2b');
    expect(ids(far.messages)).toEqual(['a1', 'q2b', 'a2b']);
    expect(far).toMatchObject({ olderCursor: 'o', newerCursor: 'n' });
  });

  it('leads on in both directions from its middle', () => {
    const middle = around(emptyThread, page(round(5), 'older', 'newer'));
    const newer = withNewer(middle, page([...round(5), ...round(6)], 'x', null));
    expect(ids(newer.messages)).toEqual(['q5', 'a5', 'q6', 'a6']);
    expect(newer).toMatchObject({ olderCursor: 'older', newerCursor: null });
    expect(withNewest(middle, page(round(9), 'gap')).newerCursor).toBeNull();
  });

  it('puts older pages before and newer ones in place, each message once', () => {
    const newest = withNewest(emptyThread, page([...round(3), ...round(4)], 'c'));
    const all = withOlder(newest, page([...round(2), ...round(3)], null));
    expect(ids(all.messages)).toEqual(['q2', 'a2', 'q3', 'a3', 'q4', 'a4']);
    const later = withNewest(all, page([...round(4), ...round(5)], 'd'));
    expect(ids(later.messages)).toEqual(['q2', 'a2', 'q3', 'a3', 'q4', 'a4', 'q5', 'a5']);
    expect(later.olderCursor).toBeNull();
  });

  it('begins anew where more than a page was missed', () => {
    const before = withNewest(emptyThread, page(round(1), null));
    const after = withNewest(before, page(round(9), 'gap'));
    expect(ids(after.messages)).toEqual(['q9', 'a9']);
    expect(after.olderCursor).toBe('gap');
  });

  it('keeps the longer text of an answer that runs, and the stored one of an answer that ended', () => {
    const running = message('a1', 'q1', { text: 'long text', status: 'streaming' });
    const thread = added(emptyThread, message('q1', null), running);
    const stored = (text: string, status: Message['status']) =>
      withNewest(thread, page([message('q1', null), { ...running, text, status }], null)).messages[1];
    expect(stored('long', 'streaming')?.text).toBe('long text');
    expect(stored('other', 'failed')).toMatchObject({ text: 'other', status: 'failed' });
    const whole = added(emptyThread, message('q1', null), { ...running, status: 'complete' });
    const late = page([message('q1', null), running], null);
    expect(withNewest(whole, late).messages[1]).toMatchObject({ text: 'long text', status: 'complete' });
  });

  it('keeps the sources that were told of an answer that runs, and those of one that ended', () => {
    const sources = [{ n: 1, title: '年报.pdf', text: '营收 3 亿元' }];
    const running = message('a1', 'q1', { status: 'streaming', text: '写到这里', sources, retrieval: 'chunk' });
    const held = added(emptyThread, message('q1', null), running);
    const stored = message('a1', 'q1', { status: 'streaming', text: '写' });
    expect(withNewest(held, page([message('q1', null), stored], null)).messages[1]).toMatchObject({ sources });
    const ended = { ...freshAnswer(), text: '写完[1]，见表[2]', status: 'complete', length: 11 } as const;
    expect(withAnswer(held, 'a1', ended).messages[1]).toMatchObject({ sources, retrieval: 'chunk' });
    const told = [{ n: 2, title: '表.xlsx', text: '甲' }];
    expect(withAnswer(held, 'a1', { ...ended, sources: told, retrieval: 'degraded' }).messages[1]).toMatchObject({
      sources: told,
      retrieval: 'degraded',
    });
  });

  it('keeps of an answer that has ended what it cites, as the server does, with the same numbers', () => {
    const sources = [1, 2, 3].map((n) => ({ n, title: '年报.pdf', text: `第 ${n} 段` }));
    const held = added(
      emptyThread,
      message('q1', null),
      message('a1', 'q1', { status: 'streaming', text: '', sources }),
    );
    const numbers = (thread: Thread) => thread.messages[1]?.sources?.map(({ n }) => n);
    const growing = { ...freshAnswer(), text: '见[3]' };
    expect(numbers(withAnswer(held, 'a1', growing))).toEqual([1, 2, 3]);
    const ended = withAnswer(held, 'a1', { ...growing, status: 'complete', length: 4 });
    expect(numbers(ended)).toEqual([3]);
    expect(numbers(withSources(ended, { answerId: 'a1', retrieval: 'chunk', sources }))).toEqual([3]);
    expect(numbers(withSources(held, { answerId: 'a1', retrieval: 'chunk', sources }))).toEqual([1, 2, 3]);
    expect(withSources(held, { answerId: 'other', retrieval: 'chunk', sources })).toBe(held);
  });

  it('takes over the end of an answer without forgetting its stored error', () => {
    const error = { code: 'upstream_unavailable' as const, message: '' };
    const thread = added(emptyThread, message('q1', null), message('a1', 'q1', { text: '', error }));
    const after = withAnswer(thread, 'a1', { ...freshAnswer(), text: 'half', status: 'failed', length: 4 });
    expect(after.messages[1]).toMatchObject({ text: 'half', status: 'failed', error });
  });
});

describe('rows', () => {
  it('keep the key of a question when it is acknowledged', () => {
    const kept = { askId: 'ask', topicId: 't', text: 'q', begins: null, writtenAt: 1, sent: true };
    const waiting = { ...kept, state: 'sending' as const, failure: null };
    const before = itemsOf([], [waiting]);
    const after = itemsOf([message('q1', null, { askId: 'ask' })], [waiting]);
    expect(before.map(({ key }) => key)).toEqual(after.map(({ key }) => key));
    expect(after).toHaveLength(1);
  });

  it('mark where the model’s memory begins, as the newest answer that tells says', () => {
    const window = { limit: 100, output: 10, dropped: true, from: 'q2' };
    const told = message('a3', 'q3', { window });
    const branch = [...round(1), ...round(2), message('q3', 'a2'), told];
    const rows = (all: Message[]) => itemsOf(all, []).map(({ kind, key }) => (kind === 'memory' ? kind : key));
    expect(rows(branch)).toEqual(['q1', 'a1', 'memory', 'q2', 'a2', 'q3', 'a3']);
    const alone = { ...told, window: { ...window, from: null } };
    expect(rows([...branch.slice(0, 5), alone])).toEqual(['q1', 'a1', 'q2', 'a2', 'memory', 'q3', 'a3']);
    const later = message('a4', 'q4', { window: { ...window, dropped: false } });
    expect(rows([...branch, message('q4', 'a3'), later])).not.toContain('memory');
  });

  it('tell which of several siblings a message is', () => {
    const [item] = itemsOf([message('q1', null, { siblings: ['q0', 'q1', 'q2'] })], []);
    expect(item).toMatchObject({ place: { at: 2, ids: ['q0', 'q1', 'q2'] } });
  });

  it('offer another answer for the last one only', () => {
    const last = itemsOf([...round(1), ...round(2)], []).map((item) => item.kind === 'answer' && item.last);
    expect(last).toEqual([false, false, false, true]);
  });
});
