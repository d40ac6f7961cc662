import type { Message, SourcesEvent } from '@huati/shared';
import { shallowReactive, type ShallowReactive } from 'vue';
import { connection } from '@/transport/connection';
import { answerFrom, RunningAnswers, type AnswerState } from '@/features/answers';

/** Of so many answers that have ended it is known where they belong: what the server tells of one may come a moment later. */
const ENDED_MAX = 20;

export interface LiveAnswersOptions {
  /** The answer is whole. */
  ended(topicId: string, answerId: string, state: AnswerState): void;
  /** What an answer rests on that has ended. */
  sources(topicId: string, event: SourcesEvent): void;
}

/** The running answers as components see them, fed by the connection. */
export class LiveAnswers {
  /** What is shown of each running answer. Each is its own entry, so that only its own row is drawn anew. */
  readonly shown: ShallowReactive<Map<string, AnswerState>> = shallowReactive(new Map<string, AnswerState>());
  private readonly topicOf = new Map<string, string>();
  private readonly endedIn = new Map<string, string>();
  private readonly running = new RunningAnswers({
    follow: (payload) => connection.follow(payload),
    commit: (answerId, state) => void this.shown.set(answerId, state),
    ended: (answerId, state) => this.finish(answerId, state),
    late: (event) => this.late(event),
    unanswered: () => connection.restart(),
  });

  constructor(private readonly options: LiveAnswersOptions) {
    const { running } = this;
    connection.onDelta((ref, offset, text, kind) => running.delta(ref, offset, text, kind));
    connection.onStage((event) => running.stage(event));
    connection.onSources((event) => running.sources(event));
    connection.onDone((event) => running.done(event));
    connection.onStatus((status) => (status === 'online' ? running.resumeAll() : running.lost()));
  }

  /** The answer just asked for over this connection; `again` where it had been asked for before. */
  track(topicId: string, answerId: string, ref: number, again: boolean): void {
    this.topicOf.set(answerId, topicId);
    this.running.track(answerId, ref, again);
  }

  /** Follows each of these messages that still runs. */
  join(topicId: string, messages: readonly Message[]): void {
    for (const message of messages) {
      if (message.role !== 'assistant' || message.status !== 'streaming' || this.running.has(message.id)) continue;
      this.topicOf.set(message.id, topicId);
      this.running.join(message.id, answerFrom(message));
    }
  }

  runsIn(topicId: string): boolean {
    return [...this.topicOf.values()].includes(topicId);
  }

  /** The newest answer that is shown to run in a topic; null: none. */
  shownIn(topicId: string | null): string | null {
    return [...this.shown.keys()].filter((id) => this.topicOf.get(id) === topicId).pop() ?? null;
  }

  /** What is shown of every running answer. */
  each(run: (topicId: string, answerId: string, state: AnswerState) => void): void {
    for (const [answerId, state] of this.shown) {
      const topicId = this.topicOf.get(answerId);
      if (topicId !== undefined) run(topicId, answerId, state);
    }
  }

  private finish(answerId: string, state: AnswerState): void {
    const topicId = this.topicOf.get(answerId);
    this.topicOf.delete(answerId);
    if (topicId !== undefined) {
      this.endedIn.set(answerId, topicId);
      this.options.ended(topicId, answerId, state);
    }
    this.shown.delete(answerId);
    const [oldest] = this.endedIn.keys();
    if (this.endedIn.size > ENDED_MAX && oldest !== undefined) this.endedIn.delete(oldest);
  }

  private late(event: SourcesEvent): boolean {
    const topicId = this.endedIn.get(event.answerId);
    if (topicId !== undefined) this.options.sources(topicId, event);
    return topicId !== undefined;
  }
}
