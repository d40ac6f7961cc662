import type { OwnShare, ShareRequest } from '@huati/shared';
import { defineStore } from 'pinia';
import { shallowRef, type Ref } from 'vue';
import { api, toFailure, type FailureCode, type WireFailure } from '@/transport';
import { connection } from '@/transport/connection';
import { createLinks } from './links';

/** How long a link can be read, days. */
export const DAYS = [7, 30, 365] as const;
export type Days = (typeof DAYS)[number];

/** The sheet of a topic's links; with `messageIds` these are chosen already. */
export interface SharingSheet {
  topicId: string;
  messageIds?: readonly string[];
}

/** A link that somebody wants made of a topic; busy while `refusal` is undefined. */
interface Attempt {
  topicId: string;
  refusal?: WireFailure;
}

/** After these nobody knows whether the link was made. */
const UNSURE: readonly FailureCode[] = ['offline', 'timeout', 'internal'];

/** Links are counted on so many of the newest ones, where those of several topics are asked for at once. */
const COUNTED = 200;

/** The links by which the user's topics can be read, and who reads live ones now. */
export const useSharing = defineStore('sharing', () => {
  const links = createLinks(api.sharesOf);
  connection.onTopic(links.told);
  /** The topic for whose sheet a link is made, and why that could not be. */
  const attempt: Ref<Attempt | null> = shallowRef(null);
  const sheet: Ref<SharingSheet | null> = shallowRef(null);
  /** What the sheet has just made; a card of the topic is of this one. */
  const made: Ref<OwnShare | null> = shallowRef(null);
  /** Of the links that were made in this run: the server can tell none of them. */
  const passwords = new Map<string, string>();

  /** Makes a link to what is shown of the topic. Rejects with a `WireFailure`. */
  async function create(topicId: string, title: string, request: Partial<ShareRequest> = {}): Promise<OwnShare> {
    const before = links.isKnown(topicId) ? new Set(links.of(topicId).map(({ id }) => id)) : null;
    try {
      const share = await api.createShare(topicId, request);
      const own = { ...share, topicId, title, createdAt: new Date().toISOString(), views: 0, viewers: 0 };
      links.add(own);
      return withPassword(own, request);
    } catch (error) {
      const failure = toFailure(error);
      if (!UNSURE.includes(failure.code) || before === null) throw failure;
      await links.look(topicId);
      const [came, ...more] = links.of(topicId).filter(({ id }) => !before.has(id));
      // With others that came meanwhile it cannot be told apart: all of them are listed.
      if (!came || more.length > 0 || came.locked !== (request.password !== undefined)) throw failure;
      return withPassword(came, request);
    }
  }

  function withPassword(share: OwnShare, { password }: Partial<ShareRequest>): OwnShare {
    if (password !== undefined) passwords.set(share.id, password);
    return share;
  }

  /** The same for the topic's sheet. Never rejects: null, and `refusalOf` tells. */
  async function make(topicId: string, title: string, request: Partial<ShareRequest>): Promise<OwnShare | null> {
    const mine: Attempt = { topicId };
    attempt.value = mine;
    try {
      const own = await create(topicId, title, request);
      if (attempt.value === mine) attempt.value = null;
      return own;
    } catch (error) {
      if (attempt.value === mine) attempt.value = { topicId, refusal: toFailure(error) };
      return null;
    }
  }

  function attemptOf(topicId: string): Attempt | null {
    return attempt.value?.topicId === topicId ? attempt.value : null;
  }

  /** Nobody can read it any more. One that has ended by itself is as good. Rejects with a `WireFailure`. */
  async function revoke({ id, topicId }: Pick<OwnShare, 'id' | 'topicId'>): Promise<void> {
    try {
      await api.revokeShare(id);
    } catch (error) {
      if (toFailure(error).code !== 'not_found') throw error;
    }
    if (made.value?.id === id) made.value = null;
    links.remove(topicId, id);
  }

  /**
   * What a card of the topic leads to: the link that was just made, else the newest one. Never one with a password, which no
   * card can tell; never by itself a live one, which shows more than there is now.
   */
  function forCard(topicId: string): OwnShare | undefined {
    const chosen = made.value?.topicId === topicId && !made.value.locked ? made.value : undefined;
    return chosen ?? links.of(topicId).find(({ live, locked }) => !live && !locked);
  }

  /** How many links lead to those topics; 0 also where it cannot be asked. Never rejects. */
  async function countOf(topicIds: readonly string[]): Promise<number> {
    const [only, ...more] = topicIds;
    if (only === undefined) return 0;
    if (more.length === 0) return links.look(only).then(() => links.of(only).length);
    return api.shares(null, COUNTED).then(
      ({ items }) => items.filter(({ topicId }) => topicIds.includes(topicId)).length,
      () => 0,
    );
  }

  return {
    /** Why the links of a topic could not be read. */
    failure: links.failure,
    /** Why the last link of the topic's sheet could not be made. */
    refusalOf: (topicId: string): WireFailure | null => attemptOf(topicId)?.refusal ?? null,
    isMaking: (topicId: string): boolean => attemptOf(topicId)?.refusal === undefined && attemptOf(topicId) !== null,
    /** The form begins anew. */
    clear: (topicId: string): void => {
      if (attemptOf(topicId)?.refusal) attempt.value = null;
    },
    sheet,
    made,
    look: links.look,
    create,
    make,
    revoke,
    forCard,
    countOf,
    sharesOf: links.of,
    liveOf: links.liveOf,
    /** Who has a live share of the topic open now. */
    viewersOf: links.viewersOf,
    /** The password of a link that was made in this run. */
    passwordOf: (shareId: string) => passwords.get(shareId),
  };
});
