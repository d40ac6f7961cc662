import type { OwnShare, TopicEvent } from '@huati/shared';
import { shallowRef, type ShallowRef } from 'vue';
import { toFailure, type WireFailure } from '@/transport';

const NONE: readonly OwnShare[] = [];

/**
 * The links to topics, as far as they were asked for, and how many read the live ones now.
 *
 * @param read the links of one topic, newest first. Rejects with a `WireFailure`.
 */
export function createLinks(read: (topicId: string) => Promise<readonly OwnShare[]>) {
  const known: ShallowRef<ReadonlyMap<string, readonly OwnShare[]>> = shallowRef(new Map());
  const watching: ShallowRef<ReadonlyMap<string, number>> = shallowRef(new Map());
  const failure: ShallowRef<WireFailure | null> = shallowRef(null);
  /** Counts what changes a topic's links here: a list that was asked for before that is of no use. */
  const rounds = new Map<string, number>();

  function bump(topicId: string): number {
    const round = (rounds.get(topicId) ?? 0) + 1;
    rounds.set(topicId, round);
    return round;
  }

  function put(topicId: string, shares: readonly OwnShare[]): void {
    bump(topicId);
    known.value = new Map([...known.value, [topicId, shares]]);
    const viewers = shares.reduce((sum, share) => sum + (share.live ? share.viewers : 0), 0);
    watching.value = new Map([...watching.value, [topicId, viewers]]);
  }

  /** Reads the links of a topic. Never rejects: `failure` tells. */
  async function look(topicId: string): Promise<void> {
    const mine = bump(topicId);
    failure.value = null;
    try {
      const found = await read(topicId);
      if (rounds.get(topicId) === mine) put(topicId, found);
    } catch (error) {
      if (rounds.get(topicId) === mine) failure.value = toFailure(error);
    }
  }

  /** Those that are known here and can still be read. */
  function of(topicId: string): readonly OwnShare[] {
    const now = Date.now();
    return (known.value.get(topicId) ?? NONE).filter(({ expiresAt }) => Date.parse(expiresAt) > now);
  }

  function liveOf(topicId: string): readonly OwnShare[] {
    return of(topicId).filter(({ live }) => live);
  }

  function add(share: OwnShare): void {
    const { topicId } = share;
    const viewers = viewersOf(topicId);
    put(topicId, [share, ...(known.value.get(topicId) ?? NONE)]);
    watching.value = new Map([...watching.value, [topicId, viewers]]);
  }

  function remove(topicId: string, id: string): void {
    const left = known.value.get(topicId)?.filter((share) => share.id !== id);
    if (left) put(topicId, left);
  }

  /** The server tells of a topic. */
  function told(event: TopicEvent): void {
    if ('deleted' in event) return put(event.topicId, NONE);
    if (!('viewers' in event)) return;
    const { topicId, viewers } = event;
    watching.value = new Map([...watching.value, [topicId, viewers]]);
    // Another device made the link that is watched, or ended it.
    if (viewers > 0 !== liveOf(topicId).length > 0) void look(topicId);
  }

  function viewersOf(topicId: string): number {
    return watching.value.get(topicId) ?? 0;
  }

  return { failure, look, of, liveOf, viewersOf, add, remove, told };
}
