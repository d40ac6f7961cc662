import type { DoneEvent, Follow, Followed, StageEvent } from '@huati/shared';
import { toFailure, type WireFailure } from '@/transport';
import { askForRest, freshAnswer, isWhole, onDelta, onDone, onFollowed, onFollowLost } from './answer-state';
import type { AnswerState, Step, Wanted } from './answer-state';

/** How often text that has gathered is shown, at most; ms. Slow phones cannot draw each piece. */
const COMMIT_MS = 50;
/** Pause before `follow` is tried again where the server did not say how long; ms. */
const FOLLOW_AGAIN_MS = 2_000;

export interface RunningOptions {
  follow(payload: Follow): Promise<Followed>;
  /** Shows `state`. Called at most every 50 ms for one answer, and at once when it has ended. */
  commit(answerId: string, state: AnswerState): void;
  /** The answer is whole and no longer held here. */
  ended(answerId: string, state: AnswerState): void;
  /** The server let a `follow` go unanswered, so the connection is not to be trusted. */
  unanswered(): void;
}

export type RunningAnswers = ReturnType<typeof createRunningAnswers>;

/**
 * The answers that are being written, outside of any reactivity: pieces are gathered here and shown in step. An answer
 * stays until it is whole, whatever becomes of connections meanwhile.
 */
export function createRunningAnswers(options: RunningOptions) {
  const states = new Map<string, AnswerState>();
  /** Refs hold for one connection only. */
  const refs = new Map<number, string>();
  const dirty = new Set<string>();
  /** Ends that came in the same breath as the acknowledgement that names the answer, and were handled before it. */
  const endedEarly = new Set<string>();
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  let commitTimer: ReturnType<typeof setTimeout> | undefined;
  let generation = 0;

  function commit(): void {
    clearTimeout(commitTimer);
    commitTimer = undefined;
    for (const answerId of [...dirty]) {
      const state = states.get(answerId);
      if (state) options.commit(answerId, state);
    }
    dirty.clear();
  }

  function apply(answerId: string, step: Step): void {
    states.set(answerId, step.state);
    if (isWhole(step.state)) return finish(answerId, step.state);
    dirty.add(answerId);
    commitTimer ??= setTimeout(commit, COMMIT_MS);
    if (step.follow) void follow(answerId, step.follow);
  }

  function finish(answerId: string, state: AnswerState): void {
    release(answerId);
    options.ended(answerId, state);
  }

  async function follow(answerId: string, wanted: Wanted): Promise<void> {
    const asked = generation;
    try {
      const ack = await options.follow({ answerId, ...wanted });
      if (asked !== generation) return;
      refs.set(ack.ref, answerId);
      const state = states.get(answerId);
      if (state) apply(answerId, onFollowed(state, ack));
    } catch (error) {
      if (asked === generation) followFailed(answerId, toFailure(error));
    }
  }

  function followFailed(answerId: string, failure: WireFailure): void {
    const state = states.get(answerId);
    if (!state) return;
    states.set(answerId, onFollowLost(state));
    // The next connection asks again by itself.
    if (failure.code === 'offline') return;
    if (failure.code === 'timeout') return options.unanswered();
    // Gone for good: what is held is all there will ever be.
    if (failure.code === 'not_found') {
      return finish(answerId, { ...state, status: 'interrupted', length: state.text.length, asked: false });
    }
    const again = (): void => {
      const now = states.get(answerId);
      if (now && !now.asked) apply(answerId, askForRest(now));
    };
    clearTimeout(timers.get(answerId));
    timers.set(answerId, setTimeout(again, failure.retryAfterMs ?? FOLLOW_AGAIN_MS));
  }

  function release(answerId: string): void {
    states.delete(answerId);
    dirty.delete(answerId);
    clearTimeout(timers.get(answerId));
    timers.delete(answerId);
  }

  return {
    /**
     * The answer just asked for over this connection; the server sends its pieces without a `follow`.
     * `again`: the question had been sent before, so pieces may have gone to a connection that is no more.
     */
    track(answerId: string, ref: number, again: boolean): void {
      refs.set(ref, answerId);
      if (states.has(answerId)) return;
      const state = freshAnswer();
      const late = endedEarly.delete(answerId);
      apply(answerId, again || late ? askForRest(state) : { state, follow: null });
    },
    /** An answer found running: asks for what is not held, and for what comes next. */
    join(answerId: string, state: AnswerState): void {
      if (!states.has(answerId)) apply(answerId, askForRest(state));
    },
    has: (answerId: string): boolean => states.has(answerId),
    delta(ref: number, offset: number, text: string, kind?: 1): void {
      const answerId = refs.get(ref);
      const state = answerId === undefined ? undefined : states.get(answerId);
      if (answerId !== undefined && state) apply(answerId, onDelta(state, offset, text, kind));
    },
    stage({ answerId, stage }: StageEvent): void {
      const state = states.get(answerId);
      if (state) apply(answerId, { state: { ...state, stage }, follow: null });
    },
    done(event: DoneEvent): void {
      const state = states.get(event.answerId);
      if (state) apply(event.answerId, onDone(state, event));
      else endedEarly.add(event.answerId);
    },
    /** The connection is gone, and its refs with it. */
    lost(): void {
      generation += 1;
      refs.clear();
      endedEarly.clear();
      for (const [answerId, state] of states) states.set(answerId, onFollowLost(state));
    },
    /** A new connection is there: every answer goes on from what is held. */
    resumeAll(): void {
      for (const [answerId, state] of [...states]) apply(answerId, askForRest(state));
    },
    release,
  };
}
