import type { Asked, Message, TopicEvent } from '@huati/shared';
import { computed, ref, type ComputedRef } from 'vue';
import { onHidden } from '@/platform/lifecycle';
import { uuid } from '@/platform/random';
import { readStored, removeStored, writeStored } from '@/platform/storage';
import { connection } from '@/transport';
import { LiveAnswers } from './live-answers';
import { Outbox, type OutboxQuestion, type Place } from './outbox';
import { askedMessages, emptyAnswer } from './own-messages';
import { shownBranch, withAdded, withAnswer } from './thread';
import { Threads } from './threads';
import { Writing } from './writing';

const LAST_TOPIC_KEY = 'chat.lastTopic';
/** Changes of a topic this soon after our own doing are ours, not another device's; ms. */
const OWN_MS = 3_000;

/** The open conversation: its messages, its running answer, and what is on its way. */
export class Conversation {
  readonly threads = new Threads({ read: (id, messages) => this.read(id, messages), gone: (id) => this.gone(id) });
  readonly writing = new Writing();
  readonly answers = new LiveAnswers((topicId, answerId, state) => {
    this.act(topicId);
    this.threads.update(topicId, (thread) => withAnswer(thread, answerId, state));
    this.outbox.flush();
  });
  readonly outbox = new Outbox({
    online: () => connection.status() === 'online',
    occupied: (topicId) => this.answers.runsIn(topicId),
    ask: (payload) => {
      // The server tells of the change before it acknowledges the question.
      if (payload.topicId !== undefined) this.act(payload.topicId);
      return connection.ask(payload);
    },
    acknowledged: (question, asked, again) => this.acknowledged(question, asked, again),
    refused: (question, failure) => this.writing.putBack(question.topicId, question.text, failure),
  });
  readonly branch: ComputedRef<Message[]> = computed(() => shownBranch(this.threads.thread.value));
  private readonly actedAt = new Map<string, number>();
  /** The `askId` under which another answer was asked for: a second tap after a failure asks for the same one. */
  private readonly regenerating = new Map<string, string>();
  private started = false;
  /** Tells the topic that does not exist yet from others that were begun without a connection. */
  private readonly newTopic = ref('');

  /** Opens the topic asked for, else the one that was open last, and begins to listen. Once is enough. */
  start(asked: string | null): void {
    if (this.started) return;
    this.started = true;
    this.writing.start();
    onHidden(() => this.leaving());
    connection.onStatus((status) => {
      if (status === 'online') this.connected();
      else this.outbox.paused();
    });
    connection.onTopic((event) => this.changed(event));
    const last = readStored(LAST_TOPIC_KEY);
    const id = asked ?? (typeof last === 'string' ? last : null);
    void this.open(id);
    // The topic that was being begun when the program was left goes on.
    const begun = this.outbox.list.value.filter((question) => question.topicId === null).pop();
    if (id === null && begun?.begins) this.newTopic.value = begun.begins;
  }

  /** Shows a topic, null for a new one. Never rejects. */
  async open(id: string | null): Promise<void> {
    if (id === null) this.newTopic.value = `new-${Date.now()}`;
    this.writing.open(id);
    this.remember(id);
    await this.threads.open(id);
  }

  /** Sends `text` as the next question of the open topic. */
  async send(text: string): Promise<void> {
    const place = this.place();
    this.writing.write('');
    this.outbox.add(await uuid(), place, text);
  }

  /** Takes a question that was not sent back into the composer. */
  editWaiting(askId: string): void {
    const question = this.outbox.take(askId);
    if (question) this.writing.putBack(this.threads.topicId.value, question.text, null);
  }

  /** Takes a question that was not sent away. Out: brings it back; undefined where it is too late. */
  withdraw(askId: string): (() => void) | undefined {
    const question = this.outbox.take(askId);
    return question && (() => this.outbox.putBack(question));
  }

  /** Asks for another answer to the same question. Rejects with a `WireFailure`. */
  async regenerate(answerId: string): Promise<void> {
    const topicId = this.threads.topicId.value;
    const old = this.branch.value.find((message) => message.id === answerId);
    if (topicId === null || !old) return;
    const again = this.regenerating.has(answerId);
    const askId = this.regenerating.get(answerId) ?? (await uuid());
    this.regenerating.set(answerId, askId);
    this.act(topicId);
    const asked = await connection.regenerate({ askId, answerId });
    this.regenerating.delete(answerId);
    const answer = emptyAnswer(topicId, asked.answerId, old.parentId, new Date().toISOString());
    this.threads.update(topicId, (thread) => withAdded(thread, answer));
    this.answers.track(topicId, asked.answerId, asked.ref, again);
  }

  /** The program leaves the front and may not come back: what is held of running answers is kept as well. */
  private leaving(): void {
    this.answers.each((topicId, answerId, state) => {
      this.threads.update(topicId, (thread) => withAnswer(thread, answerId, state));
    });
    this.threads.flush();
  }

  /** Whether a question that waits belongs to what is open. */
  isOpen({ topicId, begins }: Place): boolean {
    return topicId === this.threads.topicId.value && (topicId !== null || begins === this.newTopic.value);
  }

  private place(): Place {
    const topicId = this.threads.topicId.value;
    return { topicId, begins: topicId === null ? this.newTopic.value : null };
  }

  private act(topicId: string): void {
    this.actedAt.set(topicId, Date.now());
  }

  private connected(): void {
    this.outbox.flush();
    const topicId = this.threads.topicId.value;
    if (topicId !== null) void this.threads.refresh(topicId);
  }

  private read(topicId: string, messages: readonly Message[]): void {
    this.outbox.arrived(
      topicId,
      messages.map((message) => message.askId),
    );
    this.answers.join(topicId, messages);
  }

  private gone(topicId: string): void {
    // Nowhere to be asked any more, but written all the same.
    for (const { text } of this.outbox.takeAll(topicId)) this.writing.putBack(null, text, null);
    this.threads.forget(topicId);
    if (topicId === this.threads.topicId.value) void this.open(null);
  }

  private changed(event: TopicEvent): void {
    if ('deleted' in event) return this.gone(event.topicId);
    const { topicId } = event;
    const ours = Date.now() - (this.actedAt.get(topicId) ?? 0) < OWN_MS || this.answers.runsIn(topicId);
    if (topicId === this.threads.topicId.value && !ours) void this.threads.refresh(topicId);
  }

  private acknowledged(question: OutboxQuestion, asked: Asked, again: boolean): void {
    const { topicId, answerId, ref } = asked;
    this.act(topicId);
    if (question.topicId === null) {
      this.outbox.adopt(question.begins, topicId);
      if (this.isOpen(question)) this.begin(topicId);
    }
    this.threads.update(topicId, (thread) => withAdded(thread, ...askedMessages(thread, question, asked, new Date())));
    this.answers.track(topicId, answerId, ref, again);
  }

  /** The topic that was new has got its id. */
  private begin(topicId: string): void {
    this.threads.become(topicId);
    this.writing.become(topicId);
    this.remember(topicId);
  }

  private remember(topicId: string | null): void {
    if (topicId === null) removeStored(LAST_TOPIC_KEY);
    else writeStored(LAST_TOPIC_KEY, topicId);
  }
}
