import type { Topic } from '@huati/shared';
import { describe, expect, it } from 'vitest';
import { groupTopics } from '@/features/topics/group';
import { withTopics } from '@/features/topics/order';

const now = new Date(2026, 2, 10, 9, 30);

function topic(id: string, updatedAt: Date, pinned = false): Topic {
  const at = updatedAt.toISOString();
  return { id, title: id, pinned, createdAt: at, updatedAt: at };
}

describe('groups of topics', () => {
  it('go by the days of the calendar', () => {
    const topics = [
      topic('pinned', new Date(2020, 0, 1), true),
      topic('future', new Date(2026, 2, 10, 9, 31)),
      topic('midnight', new Date(2026, 2, 10, 0, 0)),
      topic('last evening', new Date(2026, 2, 9, 23, 59)),
      topic('a week ago', new Date(2026, 2, 3, 0, 0)),
      topic('longer ago', new Date(2026, 2, 2, 23, 59)),
    ];
    const named = groupTopics(topics, now).map(({ key, topics: members }) => [key, ...members.map(({ id }) => id)]);
    expect(named).toEqual([
      ['pinned', 'pinned'],
      ['today', 'future', 'midnight'],
      ['yesterday', 'last evening'],
      ['week', 'a week ago'],
      ['earlier', 'longer ago'],
    ]);
  });

  it('leave out what has no topics', () => {
    expect(groupTopics([], now)).toEqual([]);
  });
});

describe('order of topics', () => {
  it('is pinned first, then newest activity, each topic once', () => {
    const older = topic('a', new Date(2026, 0, 1));
    const newer = topic('b', new Date(2026, 0, 2));
    const pinned = { ...older, pinned: true };
    expect(withTopics([older], [newer]).map(({ id }) => id)).toEqual(['b', 'a']);
    expect(withTopics([newer, older], [pinned])).toEqual([pinned, newer]);
  });
});
