import { defineStore } from 'pinia';
import { computed, ref, shallowRef, type Ref } from 'vue';
import { useFiles } from '@/features/files';
import { t } from '@/i18n';
import { connection } from '@/transport/connection';
import { showSnackbar } from '@/ui/snackbar';
import { Conversation } from './conversation';
import { itemsOf, type Item } from './items';
import type { ReadingPlace } from './places';
import { quotePassage, takeQuotation, type Passage } from './quoting';
import { seeking } from './seeking';

/** What is shown over the conversation about one answer; of its sources the one with the number `n`. */
export type AnswerSheet =
  { kind: 'feedback' | 'usage' | 'report'; answerId: string } | { kind: 'source'; answerId: string; n: number };

/** The open conversation as components show it, and what can be done with it. */
export const useChat = defineStore('chat', () => {
  const conversation = new Conversation();
  const files = useFiles();
  const { threads, writing, outbox, answers, branch } = conversation;
  const { topicId } = threads;

  const waiting = computed(() => outbox.list.value.filter((question) => conversation.isOpen(question)));
  // Named as plain refs: what this pinia makes of a computed ref's type needs a newer Vue, and would be `any`.
  const items: Ref<Item[]> = computed(() => itemsOf(branch.value, waiting.value));
  const hasOlder: Ref<boolean> = computed(() => threads.thread.value.olderCursor !== null);
  const hasNewer: Ref<boolean> = computed(() => threads.thread.value.newerCursor !== null);
  /** The answer being written at the end of what is shown, if any. */
  const runningId: Ref<string | null> = computed(() => conversation.running());
  const online = ref(connection.status() === 'online');
  connection.onStatus((status) => (online.value = status === 'online'));
  const sending: Ref<boolean> = computed(() => waiting.value.some((question) => question.state === 'sending'));
  const { sought, openAt, toQuoted } = seeking(conversation, items);
  /** What is shown over the conversation about one answer. */
  const sheet: Ref<AnswerSheet | null> = shallowRef(null);

  /** Whether a question can be written now: not while one is being sent or answered, but as many as one likes offline. */
  const open: Ref<boolean> = computed(
    () => !conversation.rewording.value && (!online.value || (!sending.value && runningId.value === null)),
  );

  /** Asks `text` as the next question, whatever stands in the composer; without a connection it waits in the outbox. */
  async function ask(text: string): Promise<void> {
    if (text.trim() !== '' && open.value) await conversation.ask(text.trim());
  }

  /** Sends what stands in the composer: the next question, or one in place of that being edited. Never rejects. */
  async function send(): Promise<void> {
    const text = writing.whole();
    if (writing.draft.value.trim() === '' || !open.value) return;
    if (writing.editing.value !== null && topicId.value !== null) {
      return conversation.reword(topicId.value, writing.editing.value, text);
    }
    if (files.obstacle !== '') return;
    const asked = conversation.ask(text.trim(), files.take());
    writing.clear();
    await asked;
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
    left: conversation.left,
    leaveAt: (place: ReadingPlace | null) => conversation.leaveAt(place),
    runningId,
    sending,
    online,
    sought,
    sheet,
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
    open: (id: string | null) => {
      sought.value = null;
      return conversation.open(id);
    },
    openAt,
    retryOpen: () => conversation.open(topicId.value),
    loadMore: (way: 'older' | 'newer') => threads.loadMore(way),
    toNewest: () => threads.toNewest(),
    write: (text: string) => writing.write(text),
    quotation: writing.quotation,
    quotedFrom: writing.quotedFrom,
    toQuoted,
    /** Puts a passage of a message before the question that is being written. */
    quote: (passage: Passage) => quotePassage(writing, passage),
    /** Takes the quoted passage away; it can be brought back for a few seconds. */
    unquote: () => takeQuotation(writing),
    startEdit: (questionId: string, text: string) => writing.edit(questionId, text),
    endEdit: () => writing.endEdit(topicId.value),
    ask,
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
