import type { OwnShare } from '@huati/shared';
import { defineStore } from 'pinia';
import { shallowRef, ref, type Ref } from 'vue';
import { api, toFailure, type WireFailure } from '@/transport';

/** How long a link can be read, days. */
export const DAYS = [7, 30, 365] as const;
export type Days = (typeof DAYS)[number];

/** The links by which a topic can be read, one topic at a time. */
export const useSharing = defineStore('sharing', () => {
  const topicId = ref<string | null>(null);
  /** Newest first. */
  const shares: Ref<OwnShare[]> = shallowRef([]);
  const failure: Ref<WireFailure | null> = shallowRef(null);
  const loading = ref(false);
  const making = ref(false);
  let round = 0;

  /** Reads the links of a topic. Never rejects: `failure` tells. */
  async function look(id: string): Promise<void> {
    if (id !== topicId.value) shares.value = [];
    topicId.value = id;
    const mine = ++round;
    loading.value = true;
    failure.value = null;
    try {
      const found = await api.sharesOf(id);
      // A link made meanwhile is not on that list.
      if (mine === round) shares.value = found;
    } catch (error) {
      if (mine === round) failure.value = toFailure(error);
    } finally {
      loading.value = false;
    }
  }

  /** Makes a link to what is shown of the topic now. Never rejects: null, and `failure` tells. */
  async function make(id: string, title: string, days: Days = 30): Promise<OwnShare | null> {
    if (id !== topicId.value) shares.value = [];
    topicId.value = id;
    round += 1;
    making.value = true;
    failure.value = null;
    try {
      const share = await api.createShare(id, days);
      const own = { ...share, topicId: id, title, createdAt: new Date().toISOString(), views: 0, viewers: 0 };
      if (id === topicId.value) shares.value = [own, ...shares.value];
      return own;
    } catch (error) {
      failure.value = toFailure(error);
      return null;
    } finally {
      making.value = false;
    }
  }

  /** Nobody can read it any more. Rejects with a `WireFailure`. */
  async function revoke(shareId: string): Promise<void> {
    await api.revokeShare(shareId);
    shares.value = shares.value.filter(({ id }) => id !== shareId);
  }

  /** The newest link of the topic that is known here. */
  function latest(id: string): OwnShare | undefined {
    return id === topicId.value ? shares.value[0] : undefined;
  }

  return { shares, failure, loading, making, look, make, revoke, latest };
});
