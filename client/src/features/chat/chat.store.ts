import { defineStore } from 'pinia';
import { computed, ref, type Ref } from 'vue';
import { t } from '@/i18n';
import { connection, toFailure, type WireFailure } from '@/transport';
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
  const hasNewer: Ref<boolean> = computed(() => threads.thread.value.newerCursor !== null);
  /** The answer being written at the end of what is shown, if any. */
  const runningId: Ref<string | null> = computed(() => {
    const last = branch.value[branch.value.length - 1];
    return last?.role === 'assistant' && last.status === 'streaming' ? last.id : null;
  });
  const online = ref(connection.status() === 'online');
  connection.onStatus((status) => (online.value = status === 'online'));
  const sending: Ref<boolean> = computed(() => waiting.value.some((question) => question.state === 'sending'));
  /** The message to be brought into sight, and marked for a moment; with a count, for the same one can be meant again. */
  const sought: Ref<{ messageId: string; words: readonly string[]; count: number } | null> = ref(null);

  /** Whether a question can be written now: not while one is being sent or answered, but as many as one likes offline. */
  const open: Ref<boolean> = computed(() => !online.value || (!sending.value && runningId.value === null));

  /**
   * Sends `text` as the next question, or in place of the one that is being edited; without a connection a new one waits
   * in the outbox. Nothing happens while it is blank. Never rejects.
   */
  async function send(text: string): Promise<void> {
    if (text.trim() === '' || !open.value) return;
    if (writing.editing.value === null) return conversation.send(text.trim());
    await sendEdit(writing.editing.value, text.trim());
  }

  async function sendEdit(questionId: string, text: string): Promise<void> {
    try {
      await conversation.edit(questionId, text);
      if (writing.editing.value === questionId) writing.endEdit();
    } catch (error) {
      // The text stays where it is.
      if (writing.editing.value !== questionId) return;
      writing.draft.value = text;
      writing.refusal.value = toFailure(error);
    }
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

  /** Opens a topic and brings one of its messages into sight, where `words` stand in it. Out: why that failed. */
  async function openAt(id: string, messageId: string, words: readonly string[]): Promise<WireFailure | null> {
    try {
      await conversation.openAt(id, messageId);
      sought.value = { messageId, words, count: (sought.value?.count ?? 0) + 1 };
      return null;
    } catch (error) {
      void conversation.open(id);
      return toFailure(error);
    }
  }

  /** Goes from the middle of a topic to its end. */
  async function toNewest(): Promise<void> {
    if (topicId.value !== null && threads.away) await threads.refresh(topicId.value);
  }

  return {
    topicId,
    items,
    runningId,
    sending,
    online,
    sought,
    canSend: open,
    live: answers.shown,
    draft: writing.draft,
    editing: writing.editing,
    refusal: writing.refusal,
    settings: conversation.settings,
    phase: threads.phase,
    failure: threads.failure,
    loading: threads.loading,
    hasOlder,
    hasNewer,
    start: (asked: string | null) => conversation.start(asked),
    open: (id: string | null) => conversation.open(id),
    openAt,
    retryOpen: () => conversation.open(topicId.value),
    loadMore: (way: 'older' | 'newer') => threads.loadMore(way),
    toNewest,
    write: (text: string) => writing.write(text),
    startEdit: (questionId: string, text: string) => writing.edit(questionId, text),
    endEdit: () => writing.endEdit(),
    send,
    stop,
    retryUnsent: (askId: string) => outbox.retry(askId),
    editWaiting: (askId: string) => conversation.editWaiting(askId),
    withdraw,
    regenerate: (answerId: string) => conversation.regenerate(answerId),
    choose: (messageId: string) => conversation.choose(messageId),
    judge: (answerId: string, value: 'up' | 'down' | null, reason?: string) =>
      conversation.judge(answerId, value, reason),
    suggest: (answerId: string) => conversation.suggest(answerId),
  };
});
