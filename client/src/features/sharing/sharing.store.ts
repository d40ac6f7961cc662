import type { OwnShare, ShareRequest } from '@huati/shared';
import { defineStore } from 'pinia';
import { ref, shallowRef, type Ref } from 'vue';
import { api, toFailure, type WireFailure } from '@/transport';
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

/** Links are counted on so many of the newest ones, where those of several topics are asked for at once. */
const COUNTED = 200;

/** The links by which the user's topics can be read, and who reads live ones now. */
export const useSharing = defineStore('sharing', () => {
  const links = createLinks(api.sharesOf);
  connection.onTopic(links.told);
  /** Why the last link could not be made. */
  const refusal: Ref<WireFailure | null> = shallowRef(null);
  const making = ref(false);
  const sheet: Ref<SharingSheet | null> = shallowRef(null);
  /** What the sheet has just made; a card of the topic is of this one. */
  const made: Ref<OwnShare | null> = shallowRef(null);
  /** Of the links that were made in this run: the server can tell none of them. */
  const passwords = new Map<string, string>();

  /** Makes a link to what is shown of the topic. Never rejects: null, and `refusal` tells. */
  async function make(topicId: string, title: string, request: Partial<ShareRequest> = {}): Promise<OwnShare | null> {
    making.value = true;
    refusal.value = null;
    try {
      const share = await api.createShare(topicId, request);
      const own = { ...share, topicId, title, createdAt: new Date().toISOString(), views: 0, viewers: 0 };
      if (request.password !== undefined) passwords.set(share.id, request.password);
      links.add(own);
      return own;
    } catch (error) {
      refusal.value = toFailure(error);
      return null;
    } finally {
      making.value = false;
    }
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
    refusal,
    making,
    sheet,
    made,
    look: links.look,
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
