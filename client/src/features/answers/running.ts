import type { DoneEvent, Follow, Followed, SourcesEvent, StageEvent } from '@huati/shared';
import { toFailure, type WireFailure } from '@/transport';
import {
  askForRest,
  freshAnswer,
  isWhole,
  onDelta,
  onDone,
  onFollowed,
  onFollowLost,
  onSources,
  onStage,
} from './answer-state';
import type { AnswerState, Step, Wanted } from './answer-state';

/** How often text that has gathered is shown, at most; ms. Slow phones cannot draw each piece. */
const COMMIT_MS = 50;
/** Pause before `follow` is tried again where the server did not say how long; ms. */
const FOLLOW_AGAIN_MS = 2_000;
/** So often an answer is asked for at once within that pause over one connection; whatever else would ask waits. */
const FOLLOWS_MAX = 5;

export interface RunningOptions {
  follow(payload: Follow): Promise<Followed>;
  /** Shows `state`. Called at most every 50 ms for one answer, and at once when it has ended. */
  commit(answerId: string, state: AnswerState): void;
  /** The answer is whole and no longer held here. */
  ended(answerId: string, state: AnswerState): void;
  /** Sources of an answer that is not held here, or no longer. Out: whether somebody took them. */
  late(event: SourcesEvent): boolean;
  /** The server let a `follow` go unanswered, so the connection is not to be trusted. */
  unanswered(): void;
}

/**
 * The answers that are being written, outside of any reactivity: pieces are gathered here and shown in step. An answer
 * stays until it is whole, whatever becomes of connections meanwhile.
 */
export class RunningAnswers {
  private readonly states = new Map<string, AnswerState>();
  /** Refs hold for one connection only. */
  private readonly refs = new Map<number, string>();
  private readonly dirty = new Set<string>();
  /** Ends that came in the same breath as the acknowledgement that names the answer, and were handled before it. */
  private readonly endedEarly = new Set<string>();
  /** Sources that came in that breath too. */
  private readonly early = new Map<string, SourcesEvent>();
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  /** When each answer was asked for lately over this connection, ms. It outlives the answer, which may be found again. */
  private readonly asks = new Map<string, number[]>();
  private commitTimer: ReturnType<typeof setTimeout> | undefined;
  /** When text was shown last, ms. */
  private committedAt = 0;
  /** Counts connections: what was asked over an earlier one means nothing any more. */
  private generation = 0;

  constructor(private readonly options: RunningOptions) {}

  /**
   * The answer just asked for over this connection; the server sends its pieces without a `follow`.
   * `again`: the question had been sent before, so pieces may have gone to a connection that is no more.
   */
  track(answerId: string, ref: number, again: boolean): void {
    this.refs.set(ref, answerId);
    if (this.states.has(answerId)) return;
    const { state, late } = this.begin(answerId, freshAnswer());
    this.apply(answerId, again || late ? askForRest(state) : { state, follow: null });
  }

  /** What `follow` tells of an answer, told without being asked; `from` is what is held of it where it is not known here. */
  told(answerId: string, from: AnswerState, ack: Followed): void {
    this.refs.set(ack.ref, answerId);
    const known = this.states.get(answerId);
    const { state, late } = known ? { state: known, late: false } : this.begin(answerId, from);
    const step = onFollowed(state, ack);
    this.apply(answerId, late && !step.follow && !isWhole(step.state) ? askForRest(step.state) : step);
  }

  /** Nothing of it is of interest any more. */
  forget(answerId: string): void {
    this.states.delete(answerId);
    this.dirty.delete(answerId);
    clearTimeout(this.timers.get(answerId));
    this.timers.delete(answerId);
  }

  /** An answer found running: asks for what is not held, and for what comes next. */
  join(answerId: string, state: AnswerState): void {
    if (!this.states.has(answerId)) this.apply(answerId, askForRest(state));
  }

  /** All that run here. */
  ids(): string[] {
    return [...this.states.keys()];
  }

  has(answerId: string): boolean {
    return this.states.has(answerId);
  }

  /** The text that is held of a running answer; undefined where it is not held here. */
  held(answerId: string): string | undefined {
    return this.states.get(answerId)?.text;
  }

  delta(ref: number, offset: number, text: string, kind?: 1): void {
    const answerId = this.refs.get(ref);
    const state = answerId === undefined ? undefined : this.states.get(answerId);
    if (answerId !== undefined && state) this.apply(answerId, onDelta(state, offset, text, kind));
  }

  stage(event: StageEvent): void {
    const state = this.states.get(event.answerId);
    if (state) this.apply(event.answerId, { state: onStage(state, event), follow: null });
  }

  sources(event: SourcesEvent): void {
    const state = this.states.get(event.answerId);
    if (state) this.apply(event.answerId, { state: onSources(state, event), follow: null });
    else if (!this.options.late(event)) this.early.set(event.answerId, event);
  }

  done(event: DoneEvent): void {
    const state = this.states.get(event.answerId);
    if (state) this.apply(event.answerId, onDone(state, event));
    else this.endedEarly.add(event.answerId);
  }

  /** The connection is gone, and its refs with it. */
  lost(): void {
    this.generation += 1;
    this.refs.clear();
    this.endedEarly.clear();
    this.early.clear();
    this.asks.clear();
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
    for (const [answerId, state] of this.states) this.states.set(answerId, onFollowLost(state));
  }

  /** A new connection is there: every answer goes on from what is held. */
  resumeAll(): void {
    for (const [answerId, state] of [...this.states]) this.apply(answerId, askForRest(state));
  }

  /** With what came before the acknowledgement that names it. */
  private begin(answerId: string, state: AnswerState): { state: AnswerState; late: boolean } {
    const told = this.early.get(answerId);
    this.early.delete(answerId);
    return { state: told ? onSources(state, told) : state, late: this.endedEarly.delete(answerId) };
  }

  private apply(answerId: string, step: Step): void {
    this.states.set(answerId, step.state);
    if (isWhole(step.state)) return this.finish(answerId, step.state);
    this.dirty.add(answerId);
    // What comes after a pause is shown at once, with what comes in the same breath: to wait first would delay every piece.
    const early = COMMIT_MS - Math.max(0, Date.now() - this.committedAt);
    this.commitTimer ??= setTimeout(() => this.commit(), Math.max(0, early));
    if (step.follow) this.ask(answerId, step.follow);
  }

  /** Asks at once, or after a pause where it was asked for so often that no answer to it seems to help. */
  private ask(answerId: string, wanted: Wanted): void {
    const now = Date.now();
    const lately = (this.asks.get(answerId) ?? []).filter((at) => now - at < FOLLOW_AGAIN_MS);
    if (lately.length >= FOLLOWS_MAX) {
      this.notAsked(answerId);
      // Pieces that come meanwhile put it off no longer.
      if (!this.timers.has(answerId)) this.askLater(answerId, FOLLOW_AGAIN_MS);
      return;
    }
    this.asks.set(answerId, [...lately, now]);
    void this.follow(answerId, wanted);
  }

  private commit(): void {
    this.commitTimer = undefined;
    this.committedAt = Date.now();
    for (const answerId of [...this.dirty]) {
      const state = this.states.get(answerId);
      if (state) this.options.commit(answerId, state);
    }
    this.dirty.clear();
  }

  private finish(answerId: string, state: AnswerState): void {
    this.forget(answerId);
    this.options.ended(answerId, state);
  }

  private async follow(answerId: string, wanted: Wanted): Promise<void> {
    const asked = this.generation;
    try {
      const ack = await this.options.follow({ answerId, ...wanted });
      if (asked !== this.generation) return;
      this.refs.set(ack.ref, answerId);
      const state = this.states.get(answerId);
      if (state) this.apply(answerId, onFollowed(state, ack));
    } catch (error) {
      if (asked === this.generation) this.followFailed(answerId, toFailure(error));
    }
  }

  private followFailed(answerId: string, failure: WireFailure): void {
    const state = this.states.get(answerId);
    if (!state) return;
    this.states.set(answerId, onFollowLost(state));
    // The next connection asks again by itself.
    if (failure.code === 'offline') return;
    if (failure.code === 'timeout') return this.options.unanswered();
    // Gone for good: what is held is all there will ever be.
    if (failure.code === 'not_found') {
      return this.finish(answerId, { ...state, status: 'interrupted', length: state.text.length, asked: false });
    }
    this.askLater(answerId, failure.retryAfterMs ?? FOLLOW_AGAIN_MS);
  }

  private askLater(answerId: string, ms: number): void {
    clearTimeout(this.timers.get(answerId));
    this.timers.set(
      answerId,
      setTimeout(() => this.askAgain(answerId), ms),
    );
  }

  private notAsked(answerId: string): void {
    const state = this.states.get(answerId);
    if (state) this.states.set(answerId, onFollowLost(state));
  }

  private askAgain(answerId: string): void {
    this.timers.delete(answerId);
    const state = this.states.get(answerId);
    if (state && !state.asked) this.apply(answerId, askForRest(state));
  }
}
