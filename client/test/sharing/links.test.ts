import type { OwnShare } from '@huati/shared';
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { shareForFriend, shareForTimeline, useSharing } from '@/features/sharing';
import { createLinks } from '@/features/sharing/links';
import { suggestedPassword } from '@/features/sharing/password';
import { useShareForm } from '@/features/sharing/share-form';
import { api, WireFailure } from '@/transport';

const share = (id: string, more: Partial<OwnShare> = {}): OwnShare => ({
  id,
  url: `https://huati.example.com/s/${id}`,
  expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
  live: false,
  locked: false,
  topicId: 't',
  title: '年假',
  createdAt: '2026-11-21T00:00:00Z',
  views: 0,
  viewers: 0,
  ...more,
});
const idsOf = (shares: readonly OwnShare[]): string[] => shares.map(({ id }) => id);
const topic = { id: 't', title: '年假' };

describe('links', () => {
  it('made while their list is read are not lost with it', async () => {
    const gives: ((shares: OwnShare[]) => void)[] = [];
    const links = createLinks(() => new Promise((resolve) => gives.push(resolve)));
    const looked = links.look('t');
    links.add(share('new'));
    gives[0]?.([]);
    await vi.waitFor(() => expect(gives).toHaveLength(2));
    expect(idsOf(links.of('t'))).toEqual(['new']);
    gives[1]?.([share('new'), share('live', { live: true })]);
    await looked;
    expect(idsOf(links.of('t'))).toEqual(['new', 'live']);
  });

  it('that end take their own viewers along alone', async () => {
    const links = createLinks(() =>
      Promise.resolve([share('a', { live: true, viewers: 2 }), share('b', { live: true, viewers: 1 })]),
    );
    await links.look('t');
    links.told({ topicId: 't', viewers: 5 });
    links.remove('t', 'b');
    expect(links.viewersOf('t')).toBe(4);
  });

  it('that have ended are none', async () => {
    const links = createLinks(() => Promise.resolve([share('old', { expiresAt: '2020-01-01T00:00:00Z' }), share('s')]));
    await links.look('t');
    expect(idsOf(links.of('t'))).toEqual(['s']);
    links.told({ topicId: 't', deleted: true });
    expect(links.of('t')).toEqual([]);
  });

  it('are read again where others watch than what is known here, and tell how many do', async () => {
    const read = vi.fn(() => Promise.resolve([share('live', { live: true, viewers: 2 })]));
    const links = createLinks(read);
    links.told({ topicId: 't', viewers: 2 });
    await vi.waitFor(() => expect(links.liveOf('t')).toHaveLength(1));
    links.told({ topicId: 't', viewers: 3 });
    expect([links.viewersOf('t'), read.mock.calls.length]).toEqual([3, 1]);
    links.add(share('other'));
    expect(links.viewersOf('t')).toBe(3);
    links.told({ topicId: 't', viewers: 0 });
    expect(read).toHaveBeenCalledTimes(2);
  });
});

describe('a card', () => {
  beforeEach(() => setActivePinia(createPinia()));

  it('is of a link without a password that shows no more than there is, or of the one just made', async () => {
    vi.spyOn(api, 'sharesOf').mockResolvedValue([
      share('locked', { locked: true }),
      share('live', { live: true }),
      share('plain'),
    ]);
    const sharing = useSharing();
    await sharing.look('t');
    expect(shareForFriend(topic).path).toBe('/pages/share/index?id=plain');
    sharing.made = share('live', { live: true });
    expect(shareForFriend(topic).path).toBe('/pages/share/index?id=live');
    sharing.made = share('locked', { locked: true });
    expect(shareForTimeline(topic).query).toBe('share=plain');
  });

  it('has a link made where there is none that a card can tell', async () => {
    vi.spyOn(api, 'sharesOf').mockResolvedValue([share('locked', { locked: true })]);
    const create = vi.spyOn(api, 'createShare').mockResolvedValue(share('fresh'));
    await useSharing().look('t');
    expect(shareForTimeline(topic).query).toBe('');
    const card = shareForFriend(topic);
    expect((await card.promise)?.path).toBe('/pages/share/index?id=fresh');
    expect(create).toHaveBeenCalledWith('t', {});
  });
});

describe('a link whose making was cut off', () => {
  beforeEach(() => setActivePinia(createPinia()));

  it('is found where it was made all the same', async () => {
    const list = vi.spyOn(api, 'sharesOf').mockResolvedValue([share('old')]);
    const sharing = useSharing();
    await sharing.look('t');
    vi.spyOn(api, 'createShare').mockImplementation(() => {
      list.mockResolvedValue([share('came', { locked: true }), share('old')]);
      return Promise.reject(new WireFailure('timeout', 'x'));
    });
    expect((await sharing.make('t', '年假', { password: 'mima88' }))?.id).toBe('came');
    expect([sharing.refusalOf('t'), sharing.passwordOf('came')]).toEqual([null, 'mima88']);
  });

  it('is refused where it was not, to the sheet of its own topic alone', async () => {
    vi.spyOn(api, 'sharesOf').mockResolvedValue([]);
    vi.spyOn(api, 'createShare').mockRejectedValue(new WireFailure('offline', 'x'));
    const sharing = useSharing();
    await sharing.look('t');
    const making = sharing.make('t', '年假', {});
    expect([sharing.isMaking('t'), sharing.isMaking('u')]).toEqual([true, false]);
    expect(await making).toBeNull();
    expect([sharing.refusalOf('t')?.code, sharing.refusalOf('u')]).toEqual(['offline', null]);
    await shareForFriend(topic).promise;
    sharing.clear('t');
    expect([sharing.refusalOf('t'), sharing.isMaking('t')]).toEqual([null, false]);
  });
});

describe('the user’s links', () => {
  beforeEach(() => setActivePinia(createPinia()));

  it('are counted over several topics, and as none where nobody can be asked', async () => {
    const shares = vi.spyOn(api, 'shares').mockResolvedValue({
      items: [share('a'), share('b', { topicId: 'u' }), share('c', { topicId: 'x' })],
      nextCursor: null,
      prevCursor: null,
    });
    expect(await useSharing().countOf(['t', 'u'])).toBe(2);
    shares.mockRejectedValue(new WireFailure('offline', 'x'));
    expect(await useSharing().countOf(['t', 'u'])).toBe(0);
  });

  it('are gone once taken back, also those that had ended by themselves', async () => {
    vi.spyOn(api, 'sharesOf').mockResolvedValue([share('a'), share('b')]);
    const sharing = useSharing();
    await sharing.look('t');
    const revoke = vi.spyOn(api, 'revokeShare').mockRejectedValue(new WireFailure('not_found', 'x'));
    await sharing.revoke(share('a'));
    expect(idsOf(sharing.sharesOf('t'))).toEqual(['b']);
    revoke.mockRejectedValue(new WireFailure('offline', 'x'));
    await expect(sharing.revoke(share('b'))).rejects.toMatchObject({ code: 'offline' });
    expect(idsOf(sharing.sharesOf('t'))).toEqual(['b']);
  });
});

describe('what is to be shared', () => {
  it('is asked for as the server takes it', () => {
    const { form, live, ready, request, begin } = useShareForm();
    expect(request.value).toEqual({ expiresInDays: 30, pictures: true });
    form.live = true;
    form.locked = true;
    form.password = 'abcde';
    expect([live.value, ready.value]).toEqual([true, false]);
    form.password = 'abcdef';
    expect(request.value).toEqual({ expiresInDays: 30, pictures: true, live: true, password: 'abcdef' });
    begin(['q', 'a']);
    expect(request.value).toEqual({ expiresInDays: 30, pictures: true, messageIds: ['q', 'a'] });
    form.chosen = [];
    expect(ready.value).toBe(false);
  });

  it('gets passwords that can be read aloud, another each time', async () => {
    const made = await Promise.all(Array.from({ length: 50 }, suggestedPassword));
    expect(made.every((password) => /^[a-km-np-z2-9]{6}$/.test(password))).toBe(true);
    expect(new Set(made).size).toBe(50);
  });
});
