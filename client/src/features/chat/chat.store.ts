import { type Asked, type Message, type TopicEvent } from '@huati/shared';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { uuid } from '@/platform/random';
import { readStored, removeStored, writeStored } from '@/platform/storage';
import { connection, type WireFailure } from '@/transport';
import { createDrafts } from './drafts';
import { itemsOf } from './items';
import { createLiveAnswers } from './live-answers';
import { createOutgoing, type Outgoing } from './outgoing';
import { askedMessages, emptyAnswer } from './own-messages';
import { shownBranch, withAdded } from './thread';
import { createThreads } from './threads';

const LAST_TOPIC_KEY = 'chat.lastTopic';
/** Changes of a topic this soon after our own doing are ours, not another device's; ms. */
const OWN_MS = 3_000;

/** The open conversation: what is shown of it, and what can be done with it. */
export const useChat = defineStore('chat', () => {
  const drafts = createDrafts();
  const draft = ref('');
  /** Why the server would not take the text that stands in the composer. */
  const refusal = shallowRef<WireFailure | null>(null);
  const actedAt = new Map<string, number>();
  /** The `askId` under which another answer was asked for, so that a second tap after a failure asks for the same one. */
  const regenerating = new Map<string, string>();

  const threads = createThreads({ read: onRead, gone: onGone });
  const answers = createLiveAnswers((topicId, answerId, state) => {
    actedAt.set(topicId, Date.now());
    threads.settleAnswer(topicId, answerId, state);
  });
  const outgoing = createOutgoing({ ask: (payload) => connection.ask(payload), acknowledged, refused });
  const { topicId } = threads;

  const branch = computed(() => shownBranch(threads.thread.value));
  const waiting = computed(() => outgoing.list.value.filter((question) => question.topicId === topicId.value));
  const items = computed(() => itemsOf(branch.value, waiting.value));
  /** The answer being written at the end of what is shown, if any. */
  const runningId = computed(() => {
    const last = branch.value[branch.value.length - 1];
    return last?.role === 'assistant' && last.status === 'streaming' ? last.id : null;
  });
  const sending = computed(() => waiting.value.some((question) => question.state === 'sending'));
  let started = false;

  /** Opens the topic asked for, else the one that was open last, and begins to listen. Once is enough. */
  function start(asked: string | null): void {
    if (started) return;
    started = true;
    connection.onStatus((status) => {
      if (status !== 'online') return;
      outgoing.resend();
      if (topicId.value !== null) void threads.refresh(topicId.value);
    });
    connection.onTopic(onTopic);
    const last = readStored(LAST_TOPIC_KEY);
    void open(asked ?? (typeof last === 'string' ? last : null));
  }

  async function open(id: string | null): Promise<void> {
    drafts.flush();
    refusal.value = null;
    draft.value = drafts.get(id);
    remember(id);
    await threads.open(id);
  }

  function remember(id: string | null): void {
    if (id === null) removeStored(LAST_TOPIC_KEY);
    else writeStored(LAST_TOPIC_KEY, id);
  }

  function onRead(id: string, messages: readonly Message[]): void {
    outgoing.arrived(messages.map((message) => message.askId));
    answers.join(id, messages);
  }

  function onGone(id: string): void {
    threads.forget(id);
    if (id === topicId.value) void open(null);
  }

  function onTopic(event: TopicEvent): void {
    if ('deleted' in event) return onGone(event.topicId);
    const ours = Date.now() - (actedAt.get(event.topicId) ?? 0) < OWN_MS || answers.runsIn(event.topicId);
    if (event.topicId === topicId.value && !ours) void threads.refresh(event.topicId);
  }

  function write(text: string): void {
    draft.value = text;
    refusal.value = null;
    drafts.set(topicId.value, text);
  }

  /** Sends `text` as the next question; blank text is not sent. */
  async function send(text: string): Promise<void> {
    if (text.trim() === '' || sending.value || runningId.value !== null) return;
    write('');
    outgoing.send(await uuid(), topicId.value, text.trim());
  }

  function acknowledged(question: Outgoing, asked: Asked, again: boolean): void {
    actedAt.set(asked.topicId, Date.now());
    if (question.topicId === null && topicId.value === null) begin(asked.topicId);
    threads.update(asked.topicId, (thread) =>
      withAdded(thread, ...askedMessages(thread, question, asked, new Date())),
    );
    answers.track(asked.topicId, asked.answerId, asked.ref, again);
  }

  /** The topic that was new has got its id. */
  function begin(id: string): void {
    threads.become(id);
    outgoing.adopt(id);
    remember(id);
    drafts.set(null, '');
    drafts.set(id, draft.value);
  }

  function refused(question: Outgoing, failure: WireFailure): void {
    const here = question.topicId === topicId.value;
    const written = here ? draft.value : drafts.get(question.topicId);
    const text = written === '' ? question.text : `${question.text}\n${written}`;
    drafts.set(question.topicId, text);
    if (!here) return;
    draft.value = text;
    refusal.value = failure;
  }

  /** Takes an unsent question back into the composer. */
  function editUnsent(askId: string): void {
    const text = outgoing.take(askId);
    if (text !== undefined) write(draft.value === '' ? text : `${text}\n${draft.value}`);
  }

  /** Asks for another answer to the same question. Rejects with a `WireFailure`. */
  async function regenerate(answerId: string): Promise<void> {
    const id = topicId.value;
    const old = branch.value.find((message) => message.id === answerId);
    if (id === null || !old || runningId.value !== null) return;
    const askId = regenerating.get(answerId) ?? (await uuid());
    const again = regenerating.has(answerId);
    regenerating.set(answerId, askId);
    const asked = await connection.regenerate({ askId, answerId });
    regenerating.delete(answerId);
    actedAt.set(id, Date.now());
    const answer = emptyAnswer(id, asked.answerId, old.parentId, new Date().toISOString());
    threads.update(id, (thread) => withAdded(thread, answer));
    answers.track(id, asked.answerId, asked.ref, again);
  }

  /** Ends the running answer; what was written stays. Rejects with a `WireFailure`. */
  async function stop(): Promise<void> {
    if (runningId.value !== null) await connection.stop({ answerId: runningId.value });
  }

  return {
    topicId,
    items,
    draft,
    refusal,
    runningId,
    sending,
    live: answers.live,
    phase: threads.phase,
    failure: threads.failure,
    loadingOlder: threads.loadingOlder,
    hasOlder: computed(() => threads.thread.value.olderCursor !== null),
    start,
    open,
    retryOpen: () => open(topicId.value),
    loadOlder: threads.loadOlder,
    write,
    send,
    retryUnsent: outgoing.retry,
    editUnsent,
    regenerate,
    stop,
    flushDrafts: drafts.flush,
  };
});
