import type { MessageRow } from '../../../db/schema';
import type { Logger } from '../../../logger';
import type { AnswerEnd } from '../answer-log';
import type { MessagesRepository } from '../messages/messages.repository';
import type { Filler } from '../window/filler';
import type { createSummaries } from './summaries';
import type { createTitles } from './titles';

export interface AfterwardsParts {
  repository: Pick<MessagesRepository, 'findAny'>;
  filler: Pick<Filler, 'count'>;
  /** The model that the topic's questions go to where they name none. */
  modelOf(topicId: string): Promise<string | undefined>;
  /** Undefined where the deployment does without. */
  titles: ReturnType<typeof createTitles> | undefined;
  summaries: ReturnType<typeof createSummaries> | undefined;
  logger: Logger;
}

/** What is done once an answer is stored and everybody who reads it knows. None of it can fail the answer. */
export function createAfterwards({ repository, filler, modelOf, titles, summaries, logger }: AfterwardsParts) {
  const follow = async (question: MessageRow, answer: MessageRow, end: AnswerEnd): Promise<void> => {
    const model = answer.model ?? (await modelOf(answer.topic_id));
    await filler.count([question, answer], model);
    if (answer.text === '') return;
    await titles?.(question, answer);
    if (end.window) await summaries?.(question, end.window, model);
  };

  return async (answerId: string, end: AnswerEnd): Promise<void> => {
    try {
      const answer = await repository.findAny(answerId);
      const question = await repository.findAny(answer?.parent_id ?? '');
      if (answer && question) await follow(question, answer, end);
    } catch (error) {
      logger.warn({ err: error, answerId }, 'what follows an answer failed');
    }
  };
}
