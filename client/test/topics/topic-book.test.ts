import type { Page, Topic } from '@huati/shared';
import { expect, it, vi } from 'vitest';
import { TopicBook } from '@/features/topics/topic-book';

const pages = vi.hoisted(() => ({ next: [] as (() => Promise<unknown>)[] }));
vi.mock('@/transport', async (original) => ({
  ...(await original<object>()),
  api: { topics: () => pages.next.shift()?.() },
}));

const at = '2026-01-01T00:00:00.000Z';
const topic = (id: string, title = id): Topic => ({ id, title, pinned: false, createdAt: at, updatedAt: at });
const page = (...items: Topic[]): Page<Topic> => ({ items, nextCursor: null, prevCursor: null });

it('keeps what is told of a topic while the list is being read', async () => {
  const book = new TopicBook();
  let arrive = (): void => undefined;
  const early = new Promise<void>((resolve) => (arrive = resolve));
  pages.next = [
    () => early.then(() => page(topic('old', 'before'))),
    () => Promise.resolve(page(topic('new'), topic('old', 'after'))),
  ];
  const refreshing = book.refresh();
  book.apply({ topicId: 'new', topic: topic('new') });
  book.apply({ topicId: 'old', topic: topic('old', 'after') });
  arrive();
  await refreshing;
  expect(book.find('new')).toBeDefined();
  expect(book.find('old')?.title).toBe('after');
});
