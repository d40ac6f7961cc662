import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLocalBus } from '../src/bus/bus';
import { createLiveShares } from '../src/features/sharing/live/live';
import { createSharingRepository } from '../src/features/sharing/sharing.repository';
import { createShownNow } from '../src/features/sharing/shown-now';
import { createLogger } from '../src/logger';
import { createAdmission } from '../src/socket/admission';
import { createTopicEvents } from '../src/socket/topic-events';
import { connect } from './client';
import { databases } from './databases';
import { startBff, type Bff } from './harness';
import { asked, shareLive } from './viewing';

/** Shares that one connection watches at once, and connections that watch one share. */
const WATCHED_MAX = 10;
const VIEWERS_MAX = 5000;

describe.each(databases)('how many may watch live shares on $name', ({ prepare }) => {
  let bff: Bff;
  beforeAll(async () => {
    bff = await startBff({ ASKS_PER_MINUTE: '0', REQUESTS_PER_MINUTE: '0', LLM_TITLES: 'off', ...(await prepare()) });
  });
  afterAll(() => bff.close());
  const sharedTimes = async (times: number) => {
    const owner = await bff.client(randomUUID());
    const { topicId, answerId } = await asked(owner, '问');
    await owner.done(answerId);
    const ids: string[] = [];
    for (let made = 0; made < times; made += 1) ids.push((await shareLive(bff, owner.token, topicId)).id);
    return { ids, topicId };
  };

  it('a connection has ten shares at most, however it asks for them', async () => {
    const { ids } = await sharedTimes(WATCHED_MAX + 5);
    const viewer = await connect(bff.url);
    // All at once, each of them twice.
    const told = await Promise.all([...ids, ...ids].map((shareId) => viewer.call('watch', { shareId })));
    const watched = new Set([...ids, ...ids].filter((_, at) => told[at]?.ok));
    expect(watched.size).toBe(WATCHED_MAX);
    expect(told.find(({ ok }) => !ok)).toMatchObject({ error: { code: 'rate_limited' } });
    // Places that were refused, or given back, are free again.
    const [first, other] = [[...watched][0], ids.find((id) => !watched.has(id))];
    expect(await viewer.call('watch', { shareId: other })).toMatchObject({ error: { code: 'rate_limited' } });
    for (const shareId of [randomUUID(), randomUUID()]) await viewer.call('watch', { shareId });
    await viewer.call('unwatch', { shareId: first });
    expect(await viewer.call('watch', { shareId: other })).toMatchObject({ ok: true });
    viewer.socket.disconnect();
  });

  it('a share that strangers fill is still shown to its owner', async () => {
    const { ids } = await sharedTimes(1);
    const shareId = ids[0] ?? '';
    const database = await bff.database();
    const row = await database.kysely
      .selectFrom('shares')
      .selectAll()
      .where('id', '=', shareId)
      .executeTakeFirstOrThrow();
    const bus = createLocalBus();
    const live = createLiveShares({
      database,
      sharing: {
        access: { open: () => Promise.resolve(row) },
        shownNow: { of: () => Promise.resolve({ title: '', messages: [] }) },
        settling: undefined,
      },
      check: undefined,
      logOf: () => Promise.reject(new Error('nothing is written')),
      topicEvents: createTopicEvents(bus),
      bus,
      owner: 'here',
      logger: createLogger('silent'),
    });
    bus.publish('viewers', { from: 'elsewhere', counts: { [shareId]: VIEWERS_MAX - 1 } });
    expect((await live.open(shareId, {})).shareId).toBe(shareId);
    bus.publish('viewers', { from: 'elsewhere', counts: { [shareId]: VIEWERS_MAX } });
    await expect(live.open(shareId, {})).rejects.toMatchObject({ code: 'busy' });
    await expect(live.open(shareId, { userId: 'another' })).rejects.toMatchObject({ code: 'busy' });
    expect((await live.open(shareId, { userId: row.user_id })).shareId).toBe(shareId);
    live.close();
  });

  it('a share is shown to whoever began to read it before its topic moved to an account', async () => {
    const { ids, topicId } = await sharedTimes(1);
    const database = await bff.database();
    const repository = createSharingRepository(database);
    const before = await repository.find(ids[0] ?? '', Date.now());
    if (!before) throw new Error('there is no share');
    const other = await bff.client(randomUUID());
    const { answerId, topicId: theirs } = await asked(other, '问');
    await other.done(answerId);
    const { kysely } = database;
    const { user_id: account } = await kysely
      .selectFrom('topics')
      .select('user_id')
      .where('id', '=', theirs)
      .executeTakeFirstOrThrow();
    await kysely.updateTable('topics').set({ user_id: account }).where('id', '=', topicId).execute();
    const shownNow = createShownNow({ repository, showing: () => Promise.resolve([]), settle: undefined });
    expect(await shownNow.of(before)).toMatchObject({ title: before.title });
    await kysely.deleteFrom('topics').where('id', '=', topicId).execute();
    await expect(shownNow.of(before)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('connections without a session', () => {
  const admission = () =>
    createAdmission({
      authenticate: () => Promise.resolve({ id: 'u', name: '', kind: 'guest' }),
      admitAddress: () => Promise.resolve(),
      viewersPerAddress: 2,
      logger: createLogger('silent'),
    });

  it.each([
    ['an address', ['192.0.2.1', '::ffff:192.0.2.1', '192.0.2.1'], '192.0.2.2'],
    ['a network of IPv6', ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', '2001:db8:1:2:3:4:5:6'], '2001:db8:1:3::1'],
  ])('are so many of %s, and one that is gone leaves its place', async (_, [one = '', two = '', three = ''], other) => {
    const { admit, entered } = admission();
    const viewer = { viewer: true, v: 1 };
    const leave = entered(await admit(one, viewer));
    entered(await admit(two, viewer));
    await expect(admit(three, viewer)).rejects.toMatchObject({ code: 'rate_limited' });
    expect(await admit(other, viewer)).toMatchObject({ user: undefined });
    expect(await admit(three, { token: 't', v: 1 })).toMatchObject({ user: { id: 'u' } });
    leave();
    expect(await admit(three, viewer)).toMatchObject({ address: three });
  });
});
