import { TopicSettings, type Asked, type Attachment, type Message, type TopicEvent } from '@huati/shared';
import * as v from 'valibot';
import { computed, ref, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue';
import { useFiles } from '@/features/files';
import { onHidden } from '@/platform/lifecycle';
import { onMemoryShort } from '@/platform/memory';
import { t } from '@/i18n';
import { notifyAway } from '@/platform/notify';
import { uuid } from '@/platform/random';
import { readStored, removeStored, writeStored } from '@/platform/storage';
import { api, toFailure, type WireFailure } from '@/transport';
import { connection } from '@/transport/connection';
import { connectedSoon } from './connected-soon';
import { LiveAnswers } from './live-answers';
import { Outbox, type OutboxQuestion, type Place } from './outbox';
import { askedMessages, emptyAnswer, questionMessage } from './own-messages';
import { createPlaces, type ReadingPlace } from './places';
import { emptyThread, withAnswer, withPart, withSources } from './thread';
import { Threads } from './threads';
import { Writing } from './writing';

const LAST_TOPIC_KEY = 'chat.lastTopic';
const SETTINGS_KEY = 'chat.newTopicSettings';

/** The open conversation: its messages, its running answer, and what is on its way. */
export class Conversation {
  readonly threads = new Threads({ read: (id, messages) => this.read(id, messages), gone: (id) => this.gone(id) });
  readonly writing = new Writing();
  readonly places = createPlaces();
  /** Where the topic was left that has been opened, until it stands there again. */
  readonly left: ShallowRef<ReadingPlace | null> = shallowRef(null);
  private readonly files = useFiles();
  readonly answers = new LiveAnswers({
    ended: (topicId, answerId, state) => {
      this.threads.update(topicId, (thread) => withAnswer(thread, answerId, state));
      if (state.status === 'complete' || state.status === 'length') notifyAway(t('chat.answerReady'));
      this.outbox.flush();
    },
    sources: (topicId, event) => this.threads.update(topicId, (thread) => withSources(thread, event)),
  });
  readonly outbox = new Outbox({
    online: () => connection.status() === 'online',
    occupied: (topicId) => this.answers.runsIn(topicId),
    ask: (payload) => this.acting(payload.topicId ?? null, () => connection.ask(payload)),
    acknowledged: (question, asked, again) => this.acknowledged(question, asked, again),
    refused: (question, failure) => this.putBack(question.topicId, question, failure),
  });
  readonly branch: ComputedRef<Message[]> = computed(() => this.threads.thread.value.messages);
  /** What the topic that does not exist yet will be asked with. */
  readonly settings: ShallowRef<TopicSettings> = shallowRef(keptSettings());
  /** Calls under way that change a topic: the server tells of the change before it acknowledges them. */
  private readonly calls = new Map<string | null, number>();
  /** What the server told to be the end of a topic, as long as that was not compared with what is here. */
  private readonly leaves = new Map<string, string[]>();
  /** The `askId` under which something was asked for: a second tap after a failure asks for the same one. */
  private readonly askIds = new Map<string, string>();
  private started = false;
  /** A question is on its way in other words. */
  readonly rewording = ref(false);
  /** Tells the topic that does not exist yet from others that were begun without a connection. */
  private readonly newTopic = ref('');

  /** Opens the topic asked for, else the one that was open last, and begins to listen. Later only what is asked for is opened. */
  start(asked: string | null): void {
    if (this.started) {
      // Another page led here while the program was running: a share that is gone on with.
      if (asked !== null && asked !== this.threads.topicId.value) void this.open(asked);
      return;
    }
    this.started = true;
    this.writing.start();
    // Like a draft: a role may be long, and the first question may take its time.
    watch(this.settings, (settings) => writeStored(SETTINGS_KEY, settings));
    onHidden(() => this.leaving());
    onMemoryShort(() => this.threads.letGo());
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
    this.show(id);
    this.left.value = id === null ? null : this.places.get(id);
    await this.threads.open(id, this.left.value?.messageId);
  }

  /** The reader stopped somewhere in the open topic; null: at its end. */
  leaveAt(place: ReadingPlace | null): void {
    const topicId = this.threads.topicId.value;
    if (topicId !== null) this.places.set(topicId, place);
  }

  /** The answer being written at the end of the open topic; null: none. */
  running(): string | null {
    // Who reads far from its end, where that is not held any more, can stop it all the same.
    if (this.threads.away) return this.answers.shownIn(this.threads.topicId.value);
    const last = this.branch.value[this.branch.value.length - 1];
    return last?.role === 'assistant' && last.status === 'streaming' ? last.id : null;
  }

  /** Asks `text` about the files as the next question of the open topic; what stands in the composer stays there. */
  async ask(text: string, attachments: Attachment[] = []): Promise<void> {
    const place = this.place();
    const settings = place.topicId === null ? this.settings.value : undefined;
    this.outbox.add(await uuid(), place, text, { settings, ...(attachments.length > 0 && { attachments }) });
  }

  /** Opens a topic at one of its messages. Out: false where another was opened meanwhile. Rejects with a `WireFailure`. */
  openAt(id: string, messageId: string): Promise<boolean> {
    this.show(id);
    this.left.value = null;
    return this.threads.openAround(id, messageId);
  }

  /** Shows another branch of the open topic, from the message on, on all devices. Rejects with a `WireFailure`. */
  async choose(messageId: string): Promise<void> {
    const topicId = this.threads.topicId.value;
    if (topicId === null) return;
    await this.changing(topicId, this.threads.showBranch(topicId, messageId));
  }

  /** Keeps what the user says of an answer; it stands there at once. Rejects with a `WireFailure`. */
  async judge(answerId: string, value: 'up' | 'down' | null, reason?: string): Promise<void> {
    const topicId = this.threads.topicId.value;
    const before = this.branch.value.find((message) => message.id === answerId)?.feedback;
    if (topicId === null) return;
    const show = (feedback: Message['feedback']) =>
      this.threads.update(topicId, (thread) => withPart(thread, answerId, { feedback }));
    show(value === null ? undefined : { value, reason });
    try {
      show(await api.judge(answerId, { value, reason }));
    } catch (error) {
      show(before);
      throw toFailure(error);
    }
  }

  /** Has questions made that go on from an answer. Rejects with a `WireFailure`. */
  async suggest(answerId: string): Promise<void> {
    const topicId = this.threads.topicId.value;
    const suggestions = await api.suggestions(answerId);
    if (topicId !== null) this.threads.update(topicId, (thread) => withPart(thread, answerId, { suggestions }));
  }

  /** Takes a question that was not sent back into the composer. */
  editWaiting(askId: string): void {
    const question = this.outbox.take(askId);
    if (!question) return;
    if (question.topicId === null && question.settings) this.settings.value = question.settings;
    this.putBack(this.threads.topicId.value, question, null);
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
    const { askId, again } = await this.askIdFor(answerId);
    await connectedSoon();
    const asked = await this.acting(topicId, () => connection.regenerate({ askId, answerId }));
    this.askIds.delete(answerId);
    const answer = emptyAnswer(topicId, asked.answerId, old.parentId, new Date().toISOString());
    this.threads.add(topicId, false, answer);
    this.answers.track(topicId, asked.answerId, asked.ref, again);
  }

  /** Asks a question of the open topic in other words, beside the old ones. Rejects with a `WireFailure`. */
  async edit(topicId: string, questionId: string, text: string): Promise<void> {
    const wording = `${questionId} ${text}`;
    const { askId, again } = await this.askIdFor(wording);
    const asked = await this.acting(topicId, () => connection.edit({ askId, questionId, text }));
    this.askIds.delete(wording);
    const old = this.branch.value.find((message) => message.id === questionId);
    const now = new Date().toISOString();
    // Where the old one is not shown any more, nobody here knows what the new one goes on from.
    const parentId = old ? old.parentId : questionId;
    const kept = old?.attachments && { attachments: old.attachments };
    const question = questionMessage({ id: asked.questionId, topicId, parentId, askId, text, ...kept }, now);
    const answer = emptyAnswer(topicId, asked.answerId, asked.questionId, now);
    this.threads.add(topicId, false, question, answer);
    this.answers.track(topicId, asked.answerId, asked.ref, again);
  }

  /** Sends what the composer says in place of a question, and gives the draft its place back. Never rejects. */
  async reword(topicId: string, questionId: string, text: string): Promise<void> {
    const { writing } = this;
    const isHere = () => this.threads.topicId.value === topicId;
    this.rewording.value = true;
    try {
      await this.edit(topicId, questionId, text.trim());
      // What was written meanwhile is not part of what was asked.
      const more = isHere() && writing.whole() !== text ? writing.whole() : '';
      writing.endEdit(topicId);
      if (more !== '') writing.putBack(topicId, more, null);
    } catch (error) {
      // The text stays where it is, also for another time.
      if (isHere()) writing.refusal.value = toFailure(error);
    } finally {
      this.rewording.value = false;
    }
  }

  private async askIdFor(what: string): Promise<{ askId: string; again: boolean }> {
    const known = this.askIds.get(what);
    const askId = known ?? (await uuid());
    this.askIds.set(what, askId);
    return { askId, again: known !== undefined };
  }

  /** The program leaves the front and may not come back: what is held of running answers is kept as well. */
  private leaving(): void {
    this.answers.each((topicId, answerId, state) => {
      this.threads.update(topicId, (thread) => withAnswer(thread, answerId, state));
    });
    this.threads.flush();
    this.places.flush();
  }

  /** Whether a question that waits belongs to what is open. */
  isOpen({ topicId, begins }: Place): boolean {
    return topicId === this.threads.topicId.value && (topicId !== null || begins === this.newTopic.value);
  }

  private place(): Place {
    const topicId = this.threads.topicId.value;
    return { topicId, begins: topicId === null ? this.newTopic.value : null };
  }

  /** Asks something of a topic, without the files that were taken out of it. */
  private acting<T>(topicId: string | null, call: () => Promise<T>): Promise<T> {
    const ask = async (): Promise<T> => {
      if (topicId !== null) await this.files.beforeAsking(topicId);
      return call();
    };
    return this.changing(topicId, ask());
  }

  /** Waits for a call that changes a topic; only then is what the server told meanwhile compared with what is here. */
  private async changing<T>(topicId: string | null, call: Promise<T>): Promise<T> {
    this.calls.set(topicId, (this.calls.get(topicId) ?? 0) + 1);
    try {
      return await call;
    } finally {
      const left = (this.calls.get(topicId) ?? 1) - 1;
      if (left === 0) this.calls.delete(topicId);
      else this.calls.set(topicId, left);
      // After whoever waits has put the result where it belongs.
      setTimeout(() => this.compare(this.threads.topicId.value), 0);
    }
  }

  private connected(): void {
    this.outbox.flush();
    const topicId = this.threads.topicId.value;
    if (topicId !== null && !this.threads.away) void this.threads.refresh(topicId);
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
    for (const question of this.outbox.takeAll(topicId)) this.putBack(null, question, null);
    this.threads.forget(topicId);
    if (topicId === this.threads.topicId.value) void this.open(null);
  }

  private changed(event: TopicEvent): void {
    if ('deleted' in event) return this.gone(event.topicId);
    if (!('topic' in event) || event.leafId === undefined) return;
    this.leaves.set(event.topicId, [...(this.leaves.get(event.topicId) ?? []), event.leafId]);
    this.compare(event.topicId);
  }

  /** Reads the open topic anew where its end is another than what is shown: another device did that. */
  private compare(topicId: string | null): void {
    // A topic that is just being begun gets its id with the acknowledgement.
    if (topicId === null || topicId !== this.threads.topicId.value || this.calls.has(topicId) || this.calls.has(null))
      return;
    // Who reads in the middle of a topic stays there.
    if (this.threads.away) return;
    const told = this.leaves.get(topicId) ?? [];
    this.leaves.delete(topicId);
    const here = this.branch.value.map((message) => message.id);
    // One that is not here at all is of another branch, even where ours was told later: that is where it went on.
    const strange = told.some((leaf) => !here.includes(leaf));
    if (told.length > 0 && (strange || told[told.length - 1] !== here[here.length - 1]))
      void this.threads.refresh(topicId);
  }

  private acknowledged(question: OutboxQuestion, asked: Asked, again: boolean): void {
    const { topicId, answerId, ref } = asked;
    if (question.topicId === null) {
      this.outbox.adopt(question.begins, topicId);
      if (this.isOpen(question)) this.begin(topicId);
    }
    const thread = this.threads.of(topicId) ?? emptyThread;
    this.threads.add(topicId, true, ...askedMessages(thread, question, asked, new Date()));
    this.answers.track(topicId, answerId, ref, again);
  }

  /** The topic that was new has got its id. */
  private begin(topicId: string): void {
    this.settings.value = {};
    this.threads.become(topicId);
    this.writing.become(topicId);
    this.files.become(topicId);
    this.remember(topicId);
  }

  /** Shows in the composer what belongs to a topic, null for a new one. */
  private show(topicId: string | null): void {
    this.writing.open(topicId);
    this.files.open(topicId);
    this.remember(topicId);
  }

  /** Puts a question that was not asked back into a topic's composer. */
  private putBack(topicId: string | null, question: OutboxQuestion, refusal: WireFailure | null): void {
    this.files.putBack(topicId, question.attachments ?? [], refusal !== null);
    this.writing.putBack(topicId, question.text, refusal);
  }

  private remember(topicId: string | null): void {
    if (topicId === null) removeStored(LAST_TOPIC_KEY);
    else writeStored(LAST_TOPIC_KEY, topicId);
  }
}

function keptSettings(): TopicSettings {
  const kept = v.safeParse(TopicSettings, readStored(SETTINGS_KEY));
  return kept.success ? kept.output : {};
}
