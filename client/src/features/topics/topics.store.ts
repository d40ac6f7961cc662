import type { Topic, TopicPatch } from '@huati/shared';
import { defineStore } from 'pinia';
import { computed, watch, type Ref } from 'vue';
import { useSession } from '@/features/account';
import { api, toFailure } from '@/transport';
import { connection } from '@/transport/connection';
import { groupTopics, type TopicGroup } from './group';
import { createPendingDeletes } from './pending-deletes';
import { TopicBook } from './topic-book';

/** The user's topics as components show them, and what can be done with them. */
export const useTopics = defineStore('topics', () => {
  const book = new TopicBook();
  const deletes = createPendingDeletes(api.deleteTopic, (thrown) => toFailure(thrown).code === 'not_found');
  // Named as plain refs: what this pinia makes of a computed ref's type needs a newer Vue, and would be `any`.
  const topics: Ref<Topic[]> = computed(() => book.all.value.filter((topic) => !deletes.ids.value.has(topic.id)));
  const groups: Ref<TopicGroup[]> = computed(() => groupTopics(topics.value, book.now.value));
  const hasMore: Ref<boolean> = computed(() => book.nextCursor.value !== null);
  let started = false;

  /** Begins to listen to what other devices do. Once is enough. */
  function start(): void {
    if (started) return;
    started = true;
    const session = useSession();
    watch(
      () => session.user?.id,
      (id, before) => id !== undefined && before !== undefined && book.forget(),
      { flush: 'sync' },
    );
    connection.onTopic((event) => book.apply(event));
    connection.onStatus((status) => {
      if (status === 'online') void refresh();
    });
    if (connection.status() === 'online') void refresh();
  }

  async function refresh(): Promise<void> {
    await deletes.settle();
    await book.refresh();
  }

  /** The reader asks for the list once more. */
  async function retry(): Promise<void> {
    if (book.phase.value === 'failed') book.phase.value = 'loading';
    connection.wake();
    await refresh();
  }

  return {
    topics,
    groups,
    phase: book.phase,
    failure: book.failure,
    hasMore,
    start,
    retry,
    loadMore: () => book.loadMore(),
    find: (topicId: string) => book.find(topicId),
    ensure: (topicId: string) => book.ensure(topicId),
    patch: (topicId: string, change: TopicPatch) => book.patch(topicId, change),
    remove: deletes.add,
    undoRemove: deletes.undo,
  };
});
