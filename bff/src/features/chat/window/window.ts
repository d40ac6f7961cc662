import type { Config } from '../../../config';
import type { Logger } from '../../../logger';
import type { Evidence } from '../../evidence/evidence';
import type { Model } from '../../../upstreams/model/model';
import type { HistoryRow, MessagesRepository } from '../messages/messages.repository';
import { createQuestions, type Questions } from '../questions';
import { createFiller, type Filler } from './filler';
import { createMemory, type KnownTopics, type Memory } from './memory';

export interface WindowParts {
  messages: MessagesRepository;
  evidence: Evidence;
  topics: KnownTopics;
  model: Model;
  config: Pick<Config, 'model'>;
  logger: Logger;
}

/** What decides what the model is given: its window, the topics' own settings, and the work of each question. */
export function createWindow({ messages, evidence, topics, model, config, logger }: WindowParts): {
  filler: Filler;
  memory: Memory;
  questions: Questions;
} {
  const readWhole = async (row: HistoryRow): Promise<HistoryRow> => {
    if (row.attached === 0) return row;
    return { ...row, text: await evidence.withNames(row) };
  };
  const filler = createFiller({ ...messages, readWhole }, model.tokens, config.model, (error) => {
    logger.warn({ err: error }, 'a count of tokens was not kept');
  });
  const memory = createMemory(topics, evidence, filler);
  const questions = createQuestions({
    repository: messages,
    model,
    filler,
    memoryOf: memory.of,
    evidence,
    window: config.model.maxModelLen,
  });
  return { filler, memory, questions };
}
