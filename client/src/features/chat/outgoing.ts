import type { Ask, Asked } from '@huati/shared';
import * as v from 'valibot';
import { shallowRef } from 'vue';
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

export type OutgoingQuestions = ReturnType<typeof createOutgoing>;

/**
 * Questions on their way. Each is sent until it is acknowledged, always with the same `askId`, so that a lost
 * acknowledgement never asks twice; what a reload interrupts comes back as unsent.
 */
export function createOutgoing(options: OutgoingOptions) {
  const list = shallowRef<readonly Outgoing[]>(restored());
  const deadlines = new Map<string, ReturnType<typeof setTimeout>>();
  /** The questions with a call under way. */
  const calling = new Set<string>();
  /** The questions that were sent at least once, in this run or an earlier one. */
  const sentBefore = new Set<string>(list.value.map(({ askId }) => askId));

  const find = (askId: string): Outgoing | undefined => list.value.find((question) => question.askId === askId);

  function set(next: readonly Outgoing[]): void {
    list.value = next;
    if (next.length === 0) removeStored(KEY);
    else writeStored(KEY, next.map(({ askId, topicId, text }) => ({ askId, topicId, text })));
  }

  function change(askId: string, part: Partial<Outgoing>): void {
    set(list.value.map((question) => (question.askId === askId ? { ...question, ...part } : question)));
  }

  function drop(askId: string): Outgoing | undefined {
    const found = find(askId);
    clearTimeout(deadlines.get(askId));
    deadlines.delete(askId);
    if (found) set(list.value.filter((question) => question !== found));
    return found;
  }

  function giveUp(askId: string, failure: FailureCode): void {
    clearTimeout(deadlines.get(askId));
    deadlines.delete(askId);
    if (find(askId)?.state === 'sending') change(askId, { state: 'unsent', failure });
  }

  async function call(askId: string): Promise<void> {
    const question = find(askId);
    if (!question || question.state !== 'sending' || calling.has(askId)) return;
    calling.add(askId);
    try {
      const { text, topicId } = question;
      const again = sentBefore.has(askId);
      sentBefore.add(askId);
      const asked = await options.ask({ askId, text, ...(topicId !== null && { topicId }) });
      calling.delete(askId);
      // Edited meanwhile: the question went out all the same, and the topic will show it.
      if (drop(askId)) options.acknowledged(question, asked, again);
    } catch (error) {
      calling.delete(askId);
      failed(askId, toFailure(error));
    }
  }

  function failed(askId: string, failure: WireFailure): void {
    // Without a connection the question waits; `resend` comes with the next one.
    if (failure.code === 'offline') return;
    if (failure.code === 'timeout') return void setTimeout(() => void call(askId), AGAIN_MS);
    if (!REFUSALS.includes(failure.code)) return giveUp(askId, failure.code);
    const question = drop(askId);
    if (question) options.refused(question, failure);
  }

  function begin(askId: string): void {
    deadlines.set(askId, setTimeout(() => giveUp(askId, 'offline'), GIVE_UP_MS));
    void call(askId);
  }

  return {
    list,
    /** Shows the question at once and sends it as soon as there is a connection. */
    send(askId: string, topicId: string | null, text: string): void {
      set([...list.value, { askId, topicId, text, state: 'sending', failure: null }]);
      begin(askId);
    },
    /** Tries an unsent question once more. */
    retry(askId: string): void {
      if (find(askId)?.state !== 'unsent') return;
      change(askId, { state: 'sending', failure: null });
      begin(askId);
    },
    /** A new connection is there: what waits goes out again. */
    resend(): void {
      for (const { askId } of list.value) void call(askId);
    },
    /** The new topic has got its id: what else waits for a new topic goes on in this one. */
    adopt(topicId: string): void {
      if (!list.value.some((question) => question.topicId === null)) return;
      set(list.value.map((question) => (question.topicId === null ? { ...question, topicId } : question)));
    },
    /** Takes the question back. Out: its text, undefined where it is not here. */
    take: (askId: string): string | undefined => drop(askId)?.text,
    /** The topic shows these questions already: their acknowledgement was lost, not they. */
    arrived(askIds: readonly (string | undefined)[]): void {
      for (const askId of askIds) if (askId !== undefined) drop(askId);
    },
  };
}

function restored(): Outgoing[] {
  const stored = v.safeParse(Kept, readStored(KEY));
  if (!stored.success) return [];
  return stored.output.map((question) => ({ ...question, state: 'unsent', failure: 'offline' }));
}
