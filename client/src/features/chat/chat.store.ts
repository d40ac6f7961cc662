import { defineStore } from 'pinia';
import { computed, type Ref } from 'vue';
import { connection } from '@/transport';
import { Conversation } from './conversation';
import { itemsOf, type Item } from './items';

/** The open conversation as components show it, and what can be done with it. */
export const useChat = defineStore('chat', () => {
  const conversation = new Conversation();
  const { threads, writing, outgoing, answers, branch } = conversation;
  const { topicId } = threads;

  const waiting = computed(() => outgoing.list.value.filter((question) => question.topicId === topicId.value));
  // Named as plain refs: what this pinia makes of a computed ref's type needs a newer Vue, and would be `any`.
  const items: Ref<Item[]> = computed(() => itemsOf(branch.value, waiting.value));
  const hasOlder: Ref<boolean> = computed(() => threads.thread.value.olderCursor !== null);
  /** The answer being written at the end of what is shown, if any. */
  const runningId: Ref<string | null> = computed(() => {
    const last = branch.value[branch.value.length - 1];
    return last?.role === 'assistant' && last.status === 'streaming' ? last.id : null;
  });
  const sending: Ref<boolean> = computed(() => waiting.value.some((question) => question.state === 'sending'));

  /** Sends `text` as the next question; not while it is blank, or while another one is being sent or answered. */
  async function send(text: string): Promise<void> {
    if (text.trim() !== '' && !sending.value && runningId.value === null) await conversation.send(text.trim());
  }

  /** Ends the running answer; what was written stays. Rejects with a `WireFailure`. */
  async function stop(): Promise<void> {
    if (runningId.value !== null) await connection.stop({ answerId: runningId.value });
  }

  return {
    topicId,
    items,
    runningId,
    sending,
    live: answers.shown,
    draft: writing.draft,
    refusal: writing.refusal,
    phase: threads.phase,
    failure: threads.failure,
    loadingOlder: threads.loadingOlder,
    hasOlder,
    start: (asked: string | null) => conversation.start(asked),
    open: (id: string | null) => conversation.open(id),
    retryOpen: () => conversation.open(topicId.value),
    loadOlder: () => threads.loadOlder(),
    write: (text: string) => writing.write(text),
    send,
    stop,
    retryUnsent: (askId: string) => outgoing.retry(askId),
    editUnsent: (askId: string) => conversation.editUnsent(askId),
    regenerate: (answerId: string) => conversation.regenerate(answerId),
  };
});
