import { TopicEvent, type Topic, type TopicPatch } from '@huati/shared';
import { defineStore } from 'pinia';
import * as v from 'valibot';
import { computed, ref, shallowRef } from 'vue';
import { api, connection, toFailure, type WireFailure } from '@/transport';
import { groupTopics } from './group';
import { compareTopics, withTopics } from './order';
import { createPendingDeletes } from './pending-deletes';

/** The user's topics, as far as they were asked for. */
export const useTopics = defineStore('topics', () => {
  const all = shallowRef<Topic[]>([]);
  const nextCursor = ref<string | null>(null);
  const phase = ref<'loading' | 'ready' | 'failed'>('loading');
  const failure = shallowRef<WireFailure | null>(null);
  const loadingMore = ref(false);
  const now = ref(new Date());
  const deletes = createPendingDeletes(api.deleteTopic, (thrown) => toFailure(thrown).code === 'not_found');

  const topics = computed(() => all.value.filter((topic) => !deletes.ids.value.has(topic.id)));
  const groups = computed(() => groupTopics(topics.value, now.value));
  let started = false;

  /** Begins to listen to what other devices do. Once is enough. */
  function start(): void {
    if (started) return;
    started = true;
    connection.onTopic(apply);
    connection.onStatus((status) => {
      if (status === 'online') void refresh();
    });
    if (connection.status() === 'online') void refresh();
  }

  /** Reads the first page anew; what further pages gave stays. Never rejects: `phase` and `failure` tell. */
  async function refresh(): Promise<void> {
    try {
      await deletes.settle();
      const page = await api.topics(null);
      const end = page.items[page.items.length - 1];
      // Above the page's end the server's word is complete: what it does not name there is gone.
      const below = end && page.nextCursor !== null ? all.value.filter((topic) => compareTopics(topic, end) > 0) : [];
      const first = all.value.length === 0 || below.length === 0;
      all.value = withTopics(below, page.items);
      if (first) nextCursor.value = page.nextCursor;
      now.value = new Date();
      phase.value = 'ready';
      failure.value = null;
    } catch (error) {
      failure.value = toFailure(error);
      if (phase.value === 'loading') phase.value = 'failed';
    }
  }

  async function retry(): Promise<void> {
    if (phase.value === 'failed') phase.value = 'loading';
    connection.wake();
    await refresh();
  }

  /** Reads the next page, if there is one. Never rejects; the same page is asked for again at the next call. */
  async function loadMore(): Promise<void> {
    if (nextCursor.value === null || loadingMore.value) return;
    loadingMore.value = true;
    try {
      const page = await api.topics(nextCursor.value);
      all.value = withTopics(all.value, page.items);
      nextCursor.value = page.nextCursor;
    } catch (error) {
      failure.value = toFailure(error);
    } finally {
      loadingMore.value = false;
    }
  }

  function apply(event: TopicEvent): void {
    if (!v.is(TopicEvent, event)) return;
    now.value = new Date();
    if ('topic' in event) all.value = withTopics(all.value, [event.topic]);
    else all.value = all.value.filter((topic) => topic.id !== event.topicId);
  }

  /** Changes a topic at once and puts it back where the server refuses. Rejects with a `WireFailure`. */
  async function patch(topicId: string, change: TopicPatch): Promise<void> {
    const before = find(topicId);
    if (before) all.value = withTopics(all.value, [{ ...before, ...change }]);
    try {
      all.value = withTopics(all.value, [await api.patchTopic(topicId, change)]);
    } catch (error) {
      if (before) all.value = withTopics(all.value, [before]);
      throw toFailure(error);
    }
  }

  /** The topic, as far as it is known here; undefined for one that was never listed. */
  function find(topicId: string): Topic | undefined {
    return all.value.find((topic) => topic.id === topicId);
  }

  /** Makes a topic known that no page has listed yet. Rejects with a `WireFailure`. */
  async function look(topicId: string): Promise<void> {
    if (!find(topicId)) all.value = withTopics(all.value, [await api.topic(topicId)]);
  }

  return {
    topics,
    groups,
    phase,
    failure,
    loadingMore,
    hasMore: computed(() => nextCursor.value !== null),
    start,
    refresh,
    retry,
    loadMore,
    patch,
    find,
    look,
    remove: deletes.add,
    undoRemove: deletes.undo,
    isRemoved: (topicId: string) => deletes.ids.value.has(topicId),
  };
});
