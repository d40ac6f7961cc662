import { Follow, Unwatch, Watch } from '@huati/shared';
import { Failure } from '../../../failure';
import { call, type Call, type Calls } from '../../../socket/calls';
import type { Caller } from '../../../socket/caller';
import { visitorOf, type LiveShares } from './live';
import type { WatchedShare } from './watched-share';

/** Shares that one connection watches at once. */
const WATCHED_MAX = 10;

/**
 * What a connection may ask for: its own calls, where it has a session, and to watch shares. `follow` is then for answers of those
 * shares too; where the answer is the user's own, their own call has it.
 */
export function liveCalls(live: LiveShares, caller: Caller, own: Calls): Calls {
  const watched = new Map<string, WatchedShare>();
  const reserve = createPlaces(watched);
  let isGone = false;
  const leave = (room: WatchedShare): void => {
    room.leave(caller);
    live.left(room);
  };
  caller.onGone(() => {
    isGone = true;
    for (const room of watched.values()) leave(room);
    watched.clear();
  });

  const watch = call(Watch, async (request) => {
    const { shareId, pass } = request;
    const release = reserve(shareId);
    try {
      const room = await live.open(shareId, visitorOf(caller, pass));
      const { reply, after } = await room.enter(caller, request);
      const enter = () => {
        release();
        if (isGone) return;
        const before = watched.get(shareId);
        if (before && before !== room) leave(before);
        watched.set(shareId, room);
        after();
      };
      return { reply, after: enter };
    } catch (error) {
      release();
      throw error;
    }
  });

  const unwatch = call(Unwatch, ({ shareId }) => {
    const room = watched.get(shareId);
    if (room) leave(room);
    watched.delete(shareId);
    return Promise.resolve({ reply: {} });
  });

  const ownFollow = own.get('follow');
  const follow: Call = async (payload) => {
    const room = roomShowing(payload);
    if (room) return followIn(room)(payload);
    if (ownFollow) return ownFollow(payload);
    throw new Failure('not_found', 'no such answer in a share that is watched');
  };
  const roomShowing = (payload: unknown): WatchedShare | undefined => {
    const answerId = typeof payload === 'object' && payload !== null && 'answerId' in payload ? payload.answerId : '';
    const isOwn = ({ state }: WatchedShare) => caller.user !== undefined && state?.userId === caller.user.id;
    return [...watched.values()].find(
      (room) => !room.isOver && !isOwn(room) && typeof answerId === 'string' && room.shows(answerId),
    );
  };
  const followIn = (room: WatchedShare): Call =>
    call(Follow, ({ answerId, offset }) => room.follow(caller, answerId, offset));

  return new Map([...(caller.user ? own : refusals), ['watch', watch], ['unwatch', unwatch], ['follow', follow]]);
}

/**
 * Keeps a place for a share from when it is asked for, for calls do not wait for each other; to be given back once it is among
 * those `watched`, or will not be. Throws `rate_limited` where there is none.
 */
function createPlaces(watched: ReadonlyMap<string, unknown>): (shareId: string) => () => void {
  const asked = new Map<string, number>();
  return (shareId) => {
    const taken = new Set([...watched.keys(), ...asked.keys()]).add(shareId);
    if (taken.size > WATCHED_MAX) {
      throw new Failure('rate_limited', `more than ${WATCHED_MAX} shares are watched at once`);
    }
    asked.set(shareId, (asked.get(shareId) ?? 0) + 1);
    return () => {
      const left = (asked.get(shareId) ?? 1) - 1;
      if (left === 0) asked.delete(shareId);
      else asked.set(shareId, left);
    };
  };
}

/** Calls for which somebody must be logged in. */
const refusals: Calls = new Map(
  ['ask', 'edit', 'regenerate', 'stop'].map((name) => [
    name,
    () => Promise.reject(new Failure('unauthorized', 'this takes a session')),
  ]),
);
