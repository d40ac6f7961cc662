import type { SharedMessage, SharedTopic } from '@huati/shared';
import { flushPromises, mount } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isGenerated } from '@/features/evidence';
import { sightOf } from '@/features/evidence/pictures';
import { stateOf, endedAs } from '@/features/sharing/live/shown';
import { useShared } from '@/features/sharing/shared';
import SharedPicture from '@/features/sharing/SharedPicture.vue';
import { localDay } from '@/i18n/day';
import { api, WireFailure } from '@/transport';

const transport = vi.hoisted(() => ({ waiting: [] as ((path: string) => void)[] }));
vi.mock('@/transport', async (original) => ({
  ...(await original<object>()),
  sharedPicture: () => new Promise((resolve) => transport.waiting.push(resolve)),
}));

const message = (more: Partial<SharedMessage> = {}): SharedMessage => ({
  id: 'a',
  role: 'assistant',
  text: '增长[1]',
  status: 'complete',
  createdAt: '2026-11-20T17:00:00.000Z',
  ...more,
});
const topic: SharedTopic = {
  share: { id: 's', url: '', expiresAt: '', live: false, locked: false },
  title: '标题',
  createdAt: '',
  messages: [],
};
const nothing = { found: () => undefined, lost: () => undefined };

afterEach(() => {
  transport.waiting.length = 0;
});

describe('a share as its page begins', () => {
  it('is not asked for where the page tells that it is locked or gone', () => {
    const asked = vi.spyOn(api, 'share').mockRejectedValue(new WireFailure('password_required', ''));
    const locked = useShared({ id: 's', closed: 'locked' }, nothing);
    expect([locked.locked.value, locked.gone.value]).toEqual([true, false]);
    expect(useShared({ id: 's', closed: 'gone' }, nothing).gone.value).toBe(true);
    expect(asked).not.toHaveBeenCalled();
  });

  it('is asked for where it was opened before', async () => {
    vi.spyOn(api, 'share').mockResolvedValue(topic);
    const shared = useShared({ id: 's', pass: 'p', closed: 'locked' }, nothing);
    await flushPromises();
    expect(shared.topic.value).toEqual(topic);
  });
});

describe('what a share shows', () => {
  it('is called generated unless the organisation keeps all of its answers', () => {
    const stored = message({ direct: { kind: 'stored', question: '', at: '' } as unknown as SharedMessage['direct'] });
    expect(isGenerated([message({ role: 'user' }), stored])).toBe(false);
    expect(isGenerated([stored, message()])).toBe(true);
    expect(isGenerated([])).toBe(true);
  });

  it('keeps nothing of an answer that was refused', () => {
    const source = { n: 1, title: '年报', text: '增长' };
    const state = {
      ...stateOf(message({ sources: [source] })),
      error: { code: 'content_refused', message: '' } as const,
    };
    const ended = endedAs(message({ sources: [source], steps: [] }), state);
    expect(ended).toEqual({ ...message({ text: '' }), withheld: true });
  });

  it('has copies of the pictures that it cites, and nothing of other files', () => {
    const source = { n: 1, title: '图', text: '', mime: 'image/png', picture: { id: 'p', width: 1, height: 1 } };
    const shared = { shareId: 's', pass: undefined };
    expect(sightOf(source, shared)).toEqual({ kind: 'shared', id: 'p', ...shared });
    expect(sightOf({ n: 1, title: '', text: '', mime: 'image/png', attachmentId: 'f' }, shared)).toBeNull();
  });

  it('has the day of this device’s clock', () => {
    const at = new Date(2026, 10, 21, 0, 30);
    expect(localDay(at.toISOString())).toBe('2026-11-21');
  });
});

describe('a picture of a locked share', () => {
  const props = { shareId: 's', pass: 'p', name: '图', picture: { id: '1', width: 10, height: 10 } };

  it('is let go when it comes after it was needed', async () => {
    const letGo = vi.spyOn(URL, 'revokeObjectURL').mockImplementation(() => undefined);
    const shown = mount(SharedPicture, { props });
    shown.unmount();
    transport.waiting[0]?.('blob:late');
    await flushPromises();
    expect(letGo.mock.calls).toEqual([['blob:late']]);
  });

  it('is the one that was asked for last, whichever comes first', async () => {
    const letGo = vi.spyOn(URL, 'revokeObjectURL').mockImplementation(() => undefined);
    const shown = mount(SharedPicture, { props });
    await shown.setProps({ picture: { id: '2', width: 10, height: 10 } });
    transport.waiting[1]?.('blob:second');
    transport.waiting[0]?.('blob:first');
    await flushPromises();
    expect(shown.get('image').attributes('src')).toBe('blob:second');
    expect(letGo.mock.calls).toEqual([['blob:first']]);
    shown.unmount();
  });
});
