import { defineStore } from 'pinia';
import { computed, ref, type Ref } from 'vue';
import { t } from '@/i18n';
import { connection } from '@/transport';
import { showSnackbar } from '@/ui/snackbar';
import { Conversation } from './conversation';
import { itemsOf, type Item } from './items';

/** The open conversation as components show it, and what can be done with it. */
export const useChat = defineStore('chat', () => {
  const conversation = new Conversation();
  const { threads, writing, outbox, answers, branch } = conversation;
  const { topicId } = threads;

  const waiting = computed(() => outbox.list.value.filter((question) => conversation.isOpen(question)));
  // Named as plain refs: what this pinia makes of a computed ref's type needs a newer Vue, and would be `any`.
  const items: Ref<Item[]> = computed(() => itemsOf(branch.value, waiting.value));
  const hasOlder: Ref<boolean> = computed(() => threads.thread.value.olderCursor !== null);
  /** The answer being written at the end of what is shown, if any. */
  const runningId: Ref<string | null> = computed(() => {
    const last = branch.value[branch.value.length - 1];
    return last?.role === 'assistant' && last.status === 'streaming' ? last.id : null;
  });
  const online = ref(connection.status() === 'online');
  connection.onStatus((status) => (online.value = status === 'online'));
  const sending: Ref<boolean> = computed(() => waiting.value.some((question) => question.state === 'sending'));

  /** Whether a question can be written now: not while one is being sent or answered, but as many as one likes offline. */
  const open: Ref<boolean> = computed(() => !online.value || (!sending.value && runningId.value === null));

  /** Sends `text` as the next question, or puts it into the outbox while there is no connection; not while it is blank. */
  async function send(text: string): Promise<void> {
    if (text.trim() !== '' && open.value) await conversation.send(text.trim());
  }

  /** Takes a waiting question away; it can be brought back for a few seconds. */
  function withdraw(askId: string): void {
    const undo = conversation.withdraw(askId);
    if (undo) showSnackbar({ text: t('chat.withdrawn'), action: { label: t('topics.undo'), run: undo } });
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
    online,
    canSend: open,
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
    retryUnsent: (askId: string) => outbox.retry(askId),
    editWaiting: (askId: string) => conversation.editWaiting(askId),
    withdraw,
    regenerate: (answerId: string) => conversation.regenerate(answerId),
  };
});
