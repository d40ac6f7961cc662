import type { Message } from '@huati/shared';
import { shallowReactive } from 'vue';
import { connection } from '@/transport';
import { answerFrom, type AnswerState } from './answer-state';
import { createRunningAnswers } from './running';

export type LiveAnswers = ReturnType<typeof createLiveAnswers>;

/**
 * The running answers as components see them, fed by the connection.
 *
 * @param ended an answer of a topic is whole
 */
export function createLiveAnswers(ended: (topicId: string, answerId: string, state: AnswerState) => void) {
  /** What is shown of each running answer. Each is its own entry, so that only its own row is drawn anew. */
  const live = shallowReactive(new Map<string, AnswerState>());
  const topicOf = new Map<string, string>();

  const running = createRunningAnswers({
    follow: (payload) => connection.follow(payload),
    commit: (answerId, state) => void live.set(answerId, state),
    ended: (answerId, state) => {
      const topicId = topicOf.get(answerId);
      topicOf.delete(answerId);
      if (topicId !== undefined) ended(topicId, answerId, state);
      live.delete(answerId);
    },
    unanswered: () => connection.restart(),
  });

  connection.onDelta(running.delta);
  connection.onStage(running.stage);
  connection.onDone(running.done);
  connection.onStatus((status) => (status === 'online' ? running.resumeAll() : running.lost()));

  return {
    live,
    /** The answer just asked for over this connection. */
    track(topicId: string, answerId: string, ref: number, again: boolean): void {
      topicOf.set(answerId, topicId);
      running.track(answerId, ref, again);
    },
    /** Follows each of these messages that still runs. */
    join(topicId: string, messages: readonly Message[]): void {
      for (const message of messages) {
        if (message.role !== 'assistant' || message.status !== 'streaming' || running.has(message.id)) continue;
        topicOf.set(message.id, topicId);
        running.join(message.id, answerFrom(message));
      }
    },
    runsIn: (topicId: string): boolean => [...topicOf.values()].includes(topicId),
  };
}
