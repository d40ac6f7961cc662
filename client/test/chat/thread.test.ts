import type { Message } from '@huati/shared';
import { describe, expect, it } from 'vitest';
import { freshAnswer } from '@/features/chat/answer-state';
import { itemsOf } from '@/features/chat/items';
import { emptyThread, shownBranch, withAdded, withAnswer, withNewest, withOlder } from '@/features/chat/thread';

function message(id: string, parentId: string | null, more: Partial<Message> = {}): Message {
  const role = id.startsWith('q') ? 'user' : 'assistant';
  return { id, parentId, topicId: 't', role, text: id, status: 'complete', createdAt: '2026-01-01T00:00:00Z', ...more };
}

const round = (n: number): Message[] => [message(`q${n}`, n === 1 ? null : `a${n - 1}`), message(`a${n}`, `q${n}`)];
const ids = (messages: readonly Message[]): string[] => messages.map(({ id }) => id);

describe('a thread', () => {
  it('shows the branch of the newest message', () => {
    const again = message('a1b', 'q1');
    const thread = withAdded(emptyThread, ...round(1), ...round(2), again);
    expect(ids(shownBranch(thread))).toEqual(['q1', 'a1b']);
  });

  it('puts older pages before and newer ones in place, each message once', () => {
    const newest = withNewest(emptyThread, { items: [...round(3), ...round(4)], nextCursor: 'c' });
    const all = withOlder(newest, { items: [...round(2), ...round(3)], nextCursor: null });
    expect(ids(all.messages)).toEqual(['q2', 'a2', 'q3', 'a3', 'q4', 'a4']);
    const later = withNewest(all, { items: [...round(4), ...round(5)], nextCursor: 'd' });
    expect(ids(later.messages)).toEqual(['q2', 'a2', 'q3', 'a3', 'q4', 'a4', 'q5', 'a5']);
    expect(later.olderCursor).toBeNull();
  });

  it('begins anew where more than a page was missed', () => {
    const before = withNewest(emptyThread, { items: round(1), nextCursor: null });
    const after = withNewest(before, { items: round(9), nextCursor: 'gap' });
    expect(ids(after.messages)).toEqual(['q9', 'a9']);
    expect(after.olderCursor).toBe('gap');
  });

  it('keeps the longer text of an answer that runs, and the stored one of an answer that ended', () => {
    const running = message('a1', 'q1', { text: 'long text', status: 'streaming' });
    const thread = withAdded(emptyThread, message('q1', null), running);
    const stored = (text: string, status: Message['status']) =>
      withNewest(thread, { items: [message('q1', null), { ...running, text, status }], nextCursor: null }).messages[1];
    expect(stored('long', 'streaming')?.text).toBe('long text');
    expect(stored('other', 'failed')).toMatchObject({ text: 'other', status: 'failed' });
  });

  it('takes over the end of an answer without forgetting its stored error', () => {
    const error = { code: 'upstream_unavailable' as const, message: '' };
    const thread = withAdded(emptyThread, message('q1', null), message('a1', 'q1', { text: '', error }));
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

  it('offer another answer for the last one only', () => {
    const last = itemsOf([...round(1), ...round(2)], []).map((item) => item.kind === 'answer' && item.last);
    expect(last).toEqual([false, false, false, true]);
  });
});
