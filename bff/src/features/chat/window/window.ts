import type { Config } from '../../../config';
import type { Logger } from '../../../logger';
import type { AnswerCache } from '../../answer-cache/answer-cache';
import type { Evidence } from '../../evidence/evidence';
import { withMore } from '../../evidence/more';
import { createPlanner } from '../../planning/planner';
import { createTools } from '../../planning/tools/tools';
import type { Knowing } from '../../retrieval/knowing';
import type { Model } from '../../../upstreams/model/model';
import type { HistoryRow, MessagesRepository } from '../messages/messages.repository';
import { createQuestions, type Questions } from '../questions';
import { createFiller, type Filler } from './filler';
import { createMemory, type KnownTopics, type Memory } from './memory';

export interface WindowParts {
  messages: MessagesRepository;
  evidence: Evidence;
  /** Undefined where there is no GraphRAG service. */
  knowing: Knowing | undefined;
  /** Undefined where no answer is given again. */
  cache: AnswerCache | undefined;
  topics: KnownTopics;
  model: Model;
  config: Pick<Config, 'model' | 'rag'>;
  logger: Logger;
}

/** What decides what the model is given: its window, the topics' own settings, and the work of each question. */
export function createWindow({ messages, evidence, knowing, cache, topics, model, config, logger }: WindowParts): {
  filler: Filler;
  memory: Memory;
  questions: Questions;
  close(): void;
} {
  const readWhole = async (row: HistoryRow): Promise<HistoryRow> => {
    if (row.attached === 0) return row;
    return { ...row, text: await evidence.withNames(row) };
  };
  const filler = createFiller({ ...messages, readWhole }, model.tokens, config.model, (error) => {
    logger.warn({ err: error }, 'a count of tokens was not kept');
  });
  const memory = createMemory(topics, evidence, filler);
  const planner = createPlanner({ rag: config.rag, messages, model, logger });
  const questions = createQuestions({
    repository: messages,
    model,
    filler,
    memoryOf: memory.of,
    evidence,
    planner,
    knowing,
    tools: createTools(knowing && { knowing, more: withMore }, logger),
    cache,
    window: config.model.maxModelLen,
  });
  return { filler, memory, questions, close: planner.close };
}
