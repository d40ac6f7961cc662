import type { Ask, Asked } from '@huati/shared';
import { shallowRef, type ShallowRef } from 'vue';
import { toFailure, type FailureCode, type WireFailure } from '@/transport';
import { outboxShelf, type KeptQuestion } from './outbox-shelf';

/** Pause before the same question is sent again over a connection that let it go unanswered; ms. */
const AGAIN_MS = 1_000;
/** Pause where the server has no room and does not say for how long; ms. */
const BUSY_MS = 3_000;

/**
 * A question on its way: `queued` until its turn and the connection come, `sending` until it is acknowledged, `unsent`
 * where the server would not take it now and only the writer can decide.
 */
export interface OutboxQuestion extends KeptQuestion {
  state: 'queued' | 'sending' | 'unsent';
  /** Why it is `unsent`, or waits though there is a connection. */
  failure: FailureCode | null;
}

/** The topic a question belongs to: its id, or which of those that do not exist yet. */
export type Place = Pick<KeptQuestion, 'topicId' | 'begins'>;

export interface OutboxOptions {
  ask(payload: Ask): Promise<Asked>;
  /** Whether calls can go out now. */
  online(): boolean;
  /** Whether an answer is still written in the topic: the next question is to know it. */
  occupied(topicId: string): boolean;
  /** `again`: it had been sent before, without an acknowledgement. */
  acknowledged(question: OutboxQuestion, asked: Asked, again: boolean): void;
  /** The server will not take this text: the question is gone from here, its text is the caller's to keep. */
  refused(question: OutboxQuestion, failure: WireFailure): void;
}

/** Refusals that the writer has to answer by another text, as by other files where one is not found. */
const REFUSALS: readonly FailureCode[] = ['invalid', 'input_too_long', 'too_large'];
/** Refusals that pass by themselves. */
const PASSING: readonly FailureCode[] = ['busy', 'rate_limited'];

/**
 * Questions on their way, kept on the device until they are acknowledged. Each is sent as often as it takes, always with
 * the same `askId`, so that a lost acknowledgement never asks twice; within a topic one goes out after the other.
 */
export class Outbox {
  readonly list: ShallowRef<readonly OutboxQuestion[]>;
  /** The questions with a call under way. */
  private readonly calling = new Set<string>();
  /** What the device keeps; the rest lives as long as the page, for want of room. */
  private readonly shelved = new Set<string>();
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(private readonly options: OutboxOptions) {
    const kept = outboxShelf.read();
    this.list = shallowRef(kept.map((question) => ({ ...question, state: 'queued', failure: null })));
    for (const { askId } of kept) this.shelved.add(askId);
  }

  /** Keeps the question and sends it as soon as its turn and a connection come. */
  add(askId: string, place: Place, text: string, more: Pick<KeptQuestion, 'settings' | 'attachments'> = {}): void {
    const latest = this.list.value[this.list.value.length - 1]?.writtenAt ?? 0;
    const writtenAt = Math.max(Date.now(), latest + 1);
    this.putBack({ askId, ...place, text, writtenAt, sent: false, state: 'queued', failure: null, ...more });
  }

  /** Puts a question that was taken back where it stood. */
  putBack(question: OutboxQuestion): void {
    this.shelve(question);
    this.list.value = [...this.list.value, question].sort((a, b) => a.writtenAt - b.writtenAt);
    this.flush();
  }

  /** Something changed, a connection or the end of an answer: sends whatever can go out now. */
  flush(): void {
    for (const question of firstOfEach(this.list.value)) void this.call(question);
  }

  /** The connection is gone: what was under way waits for the next one. */
  paused(): void {
    for (const { askId, state } of this.list.value) if (state === 'sending') this.change(askId, { state: 'queued' });
  }

  /** Tries an unsent question once more. */
  retry(askId: string): void {
    if (this.find(askId)?.state !== 'unsent') return;
    this.change(askId, { state: 'queued', failure: null });
    this.flush();
  }

  /** The new topic `begins` has got its id: what else waits for it goes on there. */
  adopt(begins: string | null, topicId: string): void {
    for (const question of this.list.value) {
      if (question.topicId === null && question.begins === begins) {
        this.change(question.askId, { topicId, begins: null });
      }
    }
  }

  /** Takes the question back. Undefined where it is not here or may have reached the server. */
  take(askId: string): OutboxQuestion | undefined {
    const question = this.find(askId);
    return question && canTakeBack(question) ? this.drop(askId) : undefined;
  }

  /** Takes back all that waits for a topic that is no more. */
  takeAll(topicId: string): OutboxQuestion[] {
    return this.list.value.filter((each) => each.topicId === topicId).flatMap(({ askId }) => this.drop(askId) ?? []);
  }

  /** The topic shows these questions already: their acknowledgement was lost, not they. */
  arrived(topicId: string, askIds: readonly (string | undefined)[]): void {
    for (const askId of askIds) {
      const here = askId === undefined ? undefined : this.drop(askId);
      if (here?.topicId === null) this.adopt(here.begins, topicId);
    }
  }

  private find(askId: string): OutboxQuestion | undefined {
    return this.list.value.find((question) => question.askId === askId);
  }

  private change(askId: string, part: Partial<OutboxQuestion>): void {
    this.list.value = this.list.value.map((question) => {
      if (question.askId !== askId) return question;
      const next = { ...question, ...part };
      this.shelve(next);
      return next;
    });
  }

  private shelve(question: KeptQuestion): void {
    if (outboxShelf.put(question)) this.shelved.add(question.askId);
  }

  private drop(askId: string): OutboxQuestion | undefined {
    const found = this.find(askId);
    clearTimeout(this.timers.get(askId));
    this.timers.delete(askId);
    outboxShelf.remove(askId);
    this.shelved.delete(askId);
    if (found) this.list.value = this.list.value.filter((question) => question !== found);
    return found;
  }

  private async call(question: OutboxQuestion): Promise<void> {
    const { askId, topicId, text, settings, attachments, sent: again } = question;
    if (question.state === 'unsent' || this.calling.has(askId) || this.timers.has(askId)) return;
    if (!this.options.online() || (topicId !== null && this.options.occupied(topicId))) return;
    // Another tab has it, or its writer took it back there.
    if (this.shelved.has(askId) && !outboxShelf.has(askId)) return void this.drop(askId);
    this.calling.add(askId);
    this.change(askId, { state: 'sending', sent: true, failure: null });
    try {
      const asked = await this.options.ask({
        askId,
        text,
        ...(attachments && { attachmentIds: attachments.map(({ id }) => id) }),
        ...(topicId !== null ? { topicId } : settings && { settings }),
      });
      this.calling.delete(askId);
      const done = this.drop(askId);
      if (done) this.options.acknowledged(done, asked, again);
      this.flush();
    } catch (error) {
      this.calling.delete(askId);
      this.failed(askId, again, toFailure(error));
    }
  }

  /** `again`: an earlier call may have reached the server, whatever it says to this one. */
  private failed(askId: string, again: boolean, failure: WireFailure): void {
    const { code } = failure;
    if (code === 'offline') return this.change(askId, { state: 'queued' });
    if (code === 'timeout') return this.wait(askId, AGAIN_MS);
    // It may have been taken all the same: to ask once more is harmless, and mostly helps.
    if (code === 'internal' && !again) {
      this.change(askId, { state: 'queued', failure: code });
      return this.wait(askId, AGAIN_MS);
    }
    // The server answered, so it has not taken the question.
    if (PASSING.includes(code)) {
      this.change(askId, { state: 'queued', sent: again, failure: code });
      return this.wait(askId, failure.retryAfterMs ?? BUSY_MS);
    }
    if (!REFUSALS.includes(code) && !(code === 'not_found' && this.find(askId)?.attachments))
      return this.change(askId, { state: 'unsent', sent: again, failure: code });
    const question = this.drop(askId);
    if (question) this.options.refused(question, failure);
    this.flush();
  }

  private wait(askId: string, ms: number): void {
    this.timers.set(
      askId,
      setTimeout(() => {
        this.timers.delete(askId);
        this.flush();
      }, ms),
    );
  }
}

/** A question that may have reached the server cannot be changed into another one any more. */
export function canTakeBack(question: OutboxQuestion): boolean {
  return !question.sent;
}

/** The oldest question of each topic: the others wait for it, also where it waits for its writer. */
function firstOfEach(all: readonly OutboxQuestion[]): OutboxQuestion[] {
  const firsts = new Map<string | null, OutboxQuestion>();
  for (const question of all) {
    const place = question.topicId ?? question.begins;
    if (!firsts.has(place)) firsts.set(place, question);
  }
  return [...firsts.values()];
}
