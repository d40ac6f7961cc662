import type { Message, Page } from '@huati/shared';
import { expect, it, vi } from 'vitest';
import { Threads } from '@/features/chat/threads';

const pages = vi.hoisted(() => ({ asked: [] as string[], held: Promise.resolve() }));
vi.mock('@/transport', async (original) => {
  const page = (topicId: string, id: string, nextCursor: string | null): Page<Message> => {
    const message = { id, topicId, parentId: null, role: 'user', text: topicId } as const;
    const items = [{ ...message, status: 'complete' as const, createdAt: '2026-01-01T00:00:00Z' }];
    return { items, nextCursor, prevCursor: null };
  };
  return {
    ...(await original<object>()),
    api: {
      messages: async (topicId: string): Promise<Page<Message>> => {
        pages.asked.push(topicId);
        await pages.held;
        return page(topicId, `q-${topicId}`, null);
      },
      messagesAround: (topicId: string, id: string) => Promise.resolve({ ...page(topicId, id, 'o'), prevCursor: 'n' }),
    },
  };
});

it('lets go of every topic but the open one, which the device still has', async () => {
  const read = vi.fn();
  const threads = new Threads({ read, gone: () => undefined });
  for (const id of ['one', 'two', 'three']) await threads.open(id);
  expect(threads.of('one')).toBeDefined();
  threads.letGo();
  expect(threads.of('one')).toBeUndefined();
  expect(threads.of('two')).toBeUndefined();
  expect(threads.thread.value.messages).toHaveLength(1);
  const back = threads.open('one');
  expect(threads.phase.value).toBe('ready');
  expect(threads.thread.value.messages[0]?.text).toBe('one');
  await back;
});

it('opens a topic at once where it was left, as far as the device has it', async () => {
  const before = new Threads({ read: () => undefined, gone: () => undefined });
  await before.open('left');
  before.flush();
  const threads = new Threads({ read: () => undefined, gone: () => undefined });
  const asked = pages.asked.length;
  const opening = threads.open('left', 'q-left');
  expect(threads.phase.value).toBe('ready');
  expect(threads.thread.value.messages.map(({ id }) => id)).toEqual(['q-left']);
  expect(pages.asked.slice(asked)).toEqual(['left']);
  await opening;
});

it('stays in the middle of a topic that is opened there while its end is being read', async () => {
  const threads = new Threads({ read: () => undefined, gone: () => undefined });
  let arrive = (): void => undefined;
  pages.held = new Promise((resolve) => (arrive = resolve));
  const opening = threads.open('long');
  await threads.openAround('long', 'middle');
  expect(threads.away).toBe(true);
  arrive();
  await opening;
  expect(threads.thread.value.messages.map(({ id }) => id)).toEqual(['middle']);
  await threads.toNewest();
  expect(threads.thread.value.messages.map(({ id }) => id)).toEqual(['q-long']);
});
