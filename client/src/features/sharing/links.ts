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
  /** Topics whose list is being read. */
  const looking = new Set<string>();

  function bump(topicId: string): number {
    const round = (rounds.get(topicId) ?? 0) + 1;
    rounds.set(topicId, round);
    return round;
  }

  function put(topicId: string, shares: readonly OwnShare[]): void {
    bump(topicId);
    known.value = new Map([...known.value, [topicId, shares]]);
  }

  function watch(topicId: string, viewers: number): void {
    watching.value = new Map([...watching.value, [topicId, viewers]]);
  }

  /** Reads the links of a topic. Never rejects: `failure` tells. */
  async function look(topicId: string): Promise<void> {
    const mine = bump(topicId);
    failure.value = null;
    looking.add(topicId);
    try {
      const found = await read(topicId);
      if (rounds.get(topicId) !== mine) return await overtaken(topicId);
      looking.delete(topicId);
      put(topicId, found);
      watch(
        topicId,
        found.reduce((sum, share) => sum + viewersIn(share), 0),
      );
    } catch (error) {
      if (rounds.get(topicId) !== mine) return await overtaken(topicId);
      looking.delete(topicId);
      failure.value = toFailure(error);
    }
  }

  /** A link was made or ended meanwhile: what was read may lack it, and what is known here may lack others. */
  async function overtaken(topicId: string): Promise<void> {
    if (looking.delete(topicId)) await look(topicId);
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
    put(share.topicId, [share, ...(known.value.get(share.topicId) ?? NONE)]);
  }

  function remove(topicId: string, id: string): void {
    const all = known.value.get(topicId);
    const gone = all?.find((share) => share.id === id);
    if (!all || !gone) return;
    put(
      topicId,
      all.filter((share) => share !== gone),
    );
    watch(topicId, Math.max(0, viewersOf(topicId) - viewersIn(gone)));
  }

  /** The server tells of a topic. */
  function told(event: TopicEvent): void {
    if ('deleted' in event) {
      put(event.topicId, NONE);
      return watch(event.topicId, 0);
    }
    if (!('viewers' in event)) return;
    const { topicId, viewers } = event;
    watch(topicId, viewers);
    // Another device made the link that is watched, or ended it.
    if (viewers > 0 !== liveOf(topicId).length > 0) void look(topicId);
  }

  function viewersOf(topicId: string): number {
    return watching.value.get(topicId) ?? 0;
  }

  /** Whether its links were read, so that all others are new. */
  function isKnown(topicId: string): boolean {
    return known.value.has(topicId);
  }

  return { failure, look, isKnown, of, liveOf, viewersOf, add, remove, told };
}

function viewersIn({ live, viewers }: OwnShare): number {
  return live ? viewers : 0;
}
