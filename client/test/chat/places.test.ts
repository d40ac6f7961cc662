import { expect, it } from 'vitest';
import { createPlaces } from '@/features/chat/places';
import { around, emptyThread, LET_GO, within, withNewer, withOlder } from '@/features/chat/thread';
import type { Message, Page } from '@huati/shared';

const messages = (from: number, to: number): Message[] =>
  Array.from({ length: to - from }, (_, n) => ({
    id: `m${from + n}`,
    topicId: 't',
    role: 'user',
    text: '',
    status: 'complete',
    parentId: from + n === 0 ? null : `m${from + n - 1}`,
    createdAt: '2026-01-01T00:00:00Z',
  }));
const page = (from: number, to: number, next: string | null, prev: string | null): Page<Message> => ({
  items: messages(from, to),
  nextCursor: next,
  prevCursor: prev,
});

it('keeps where topics were left over a restart, the latest of them, and forgets those left at their end', () => {
  const places = createPlaces();
  for (let n = 0; n < 120; n += 1) places.set(`t${n}`, { messageId: 'm', path: [], px: n, end: 'e' });
  places.set('t119', null);
  places.flush();
  const later = createPlaces();
  expect(later.get('t118')).toEqual({ messageId: 'm', path: [], px: 118, end: 'e' });
  expect(later.get('t119')).toBeNull();
  expect(later.get('t0')).toBeNull();
});

it('lets messages go at the far end, and joins a page around the one at that end without gap or double', () => {
  const held = around(emptyThread, page(10, 20, 'older', null));
  const older = within(withOlder(held, page(0, 10, null, 'x')), 12, 'older');
  expect(older.messages.map(({ id }) => id)).toEqual(messages(0, 12).map(({ id }) => id));
  expect(older).toMatchObject({ olderCursor: null, newerCursor: LET_GO });

  const back = within(withNewer(older, page(6, 17, 'o', 'n')), 12, 'newer');
  expect(back.messages.map(({ id }) => id)).toEqual(messages(5, 17).map(({ id }) => id));
  expect(back).toMatchObject({ olderCursor: LET_GO, newerCursor: 'n' });

  const again = withOlder(back, page(1, 9, 'o1', 'n1'));
  expect(again.messages.map(({ id }) => id)).toEqual(messages(1, 17).map(({ id }) => id));
  expect(again.olderCursor).toBe('o1');
});
