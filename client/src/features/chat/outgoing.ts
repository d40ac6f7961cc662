import type { Ask, Asked } from '@huati/shared';
import * as v from 'valibot';
import { shallowRef, type ShallowRef } from 'vue';
import { readStored, removeStored, writeStored } from '@/platform/storage';
import { toFailure, type FailureCode, type WireFailure } from '@/transport';

const KEY = 'chat.outgoing';
/** How long a question may wait for its acknowledgement before the reader is told; ms. */
const GIVE_UP_MS = 30_000;
/** Pause before the same question is sent again over a connection that let it go unanswered; ms. */
const AGAIN_MS = 1_000;

const Kept = v.array(v.object({ askId: v.string(), topicId: v.nullable(v.string()), text: v.string() }));

/** A question on its way. `topicId` is null where it begins a topic. */
export interface Outgoing {
  askId: string;
  topicId: string | null;
  text: string;
  state: 'sending' | 'unsent';
  /** Why it is `unsent`. */
  failure: FailureCode | null;
}

export interface OutgoingOptions {
  ask(payload: Ask): Promise<Asked>;
  /** `again`: it had been sent before, without an acknowledgement. */
  acknowledged(question: Outgoing, asked: Asked, again: boolean): void;
  /** The server will not take this text: the question is gone from here, its text is the caller's to keep. */
  refused(question: Outgoing, failure: WireFailure): void;
}

/** Refusals that the writer has to answer by another text, or by waiting. */
const REFUSALS: readonly FailureCode[] = ['invalid', 'input_too_long', 'too_large', 'rate_limited'];

/**
 * Questions on their way. Each is sent until it is acknowledged, always with the same `askId`, so that a lost
 * acknowledgement never asks twice; what a reload interrupts comes back as unsent.
 */
export class OutgoingQuestions {
  readonly list: ShallowRef<readonly Outgoing[]> = shallowRef(restored());
  private readonly deadlines = new Map<string, ReturnType<typeof setTimeout>>();
  /** The questions with a call under way. */
  private readonly calling = new Set<string>();
  /** The questions that were sent at least once, in this run or an earlier one. */
  private readonly sentBefore = new Set(this.list.value.map(({ askId }) => askId));

  constructor(private readonly options: OutgoingOptions) {}

  /** Shows the question at once and sends it as soon as there is a connection. */
  send(askId: string, topicId: string | null, text: string): void {
    this.set([...this.list.value, { askId, topicId, text, state: 'sending', failure: null }]);
    this.begin(askId);
  }

  /** Tries an unsent question once more. */
  retry(askId: string): void {
    if (this.find(askId)?.state !== 'unsent') return;
    this.change((question) => question.askId === askId, { state: 'sending', failure: null });
    this.begin(askId);
  }

  /** A new connection is there: what waits goes out again. */
  resend(): void {
    for (const { askId } of this.list.value) void this.call(askId);
  }

  /** The new topic has got its id: what else waits for a new topic goes on in this one. */
  adopt(topicId: string): void {
    this.change((question) => question.topicId === null, { topicId });
  }

  /** Takes the question back. Out: its text, undefined where it is not here. */
  take(askId: string): string | undefined {
    return this.drop(askId)?.text;
  }

  /** The topic shows these questions already: their acknowledgement was lost, not they. */
  arrived(askIds: readonly (string | undefined)[]): void {
    for (const askId of askIds) if (askId !== undefined) this.drop(askId);
  }

  private find(askId: string): Outgoing | undefined {
    return this.list.value.find((question) => question.askId === askId);
  }

  private set(next: readonly Outgoing[]): void {
    this.list.value = next;
    const kept = next.map(({ askId, topicId, text }) => ({ askId, topicId, text }));
    if (kept.length === 0) removeStored(KEY);
    else writeStored(KEY, kept);
  }

  private change(which: (question: Outgoing) => boolean, part: Partial<Outgoing>): void {
    if (this.list.value.some(which)) {
      this.set(this.list.value.map((question) => (which(question) ? { ...question, ...part } : question)));
    }
  }

  private drop(askId: string): Outgoing | undefined {
    const found = this.find(askId);
    clearTimeout(this.deadlines.get(askId));
    this.deadlines.delete(askId);
    if (found) this.set(this.list.value.filter((question) => question !== found));
    return found;
  }

  private begin(askId: string): void {
    this.deadlines.set(
      askId,
      setTimeout(() => this.giveUp(askId, 'offline'), GIVE_UP_MS),
    );
    void this.call(askId);
  }

  private giveUp(askId: string, failure: FailureCode): void {
    clearTimeout(this.deadlines.get(askId));
    this.deadlines.delete(askId);
    this.change((question) => question.askId === askId && question.state === 'sending', { state: 'unsent', failure });
  }

  private async call(askId: string): Promise<void> {
    const question = this.find(askId);
    if (question?.state !== 'sending' || this.calling.has(askId)) return;
    this.calling.add(askId);
    try {
      const again = this.sentBefore.has(askId);
      this.sentBefore.add(askId);
      const { text, topicId } = question;
      const asked = await this.options.ask({ askId, text, ...(topicId !== null && { topicId }) });
      this.calling.delete(askId);
      // Taken back meanwhile: the question went out all the same, and the topic will show it.
      if (this.drop(askId)) this.options.acknowledged(question, asked, again);
    } catch (error) {
      this.calling.delete(askId);
      this.failed(askId, toFailure(error));
    }
  }

  private failed(askId: string, failure: WireFailure): void {
    // Without a connection the question waits; `resend` comes with the next one.
    if (failure.code === 'offline') return;
    if (failure.code === 'timeout') return void setTimeout(() => void this.call(askId), AGAIN_MS);
    if (!REFUSALS.includes(failure.code)) return this.giveUp(askId, failure.code);
    const question = this.drop(askId);
    if (question) this.options.refused(question, failure);
  }
}

function restored(): Outgoing[] {
  const stored = v.safeParse(Kept, readStored(KEY));
  if (!stored.success) return [];
  return stored.output.map((question) => ({ ...question, state: 'unsent', failure: 'offline' }));
}
