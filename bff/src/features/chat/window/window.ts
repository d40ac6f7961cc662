import type { Config } from '../../../config';
import type { MessageRow } from '../../../db/schema';
import type { Logger } from '../../../logger';
import type { PromptFiles } from '../../files/prompt-files';
import type { Model } from '../../../upstreams/model/model';
import type { HistoryRow, MessagesRepository } from '../messages/messages.repository';
import { createQuestions, type Questions } from '../questions';
import { createFiller, type Filler } from './filler';
import { ESTIMATED_MOST } from './fitted';
import { createMemory, type KnownTopics, type Memory } from './memory';

export interface WindowParts {
  messages: MessagesRepository;
  files: PromptFiles;
  topics: KnownTopics;
  model: Model;
  config: Pick<Config, 'model'>;
  logger: Logger;
}

/** So much of the window the files of an earlier question may take, by the estimate, so that there is room for what follows. */
const OF_EARLIER = 0.5;

/** What decides what the model is given: its window, the topics' own settings, and the work of each question. */
export function createWindow({ messages, files, topics, model, config, logger }: WindowParts): {
  filler: Filler;
  memory: Memory;
  questions: Questions;
} {
  const { maxModelLen: window } = config.model;
  const withFiles = async (question: Pick<MessageRow, 'id' | 'text' | 'attached'>, most: number) =>
    question.attached === 1 ? files.stored(question, most) : undefined;
  const readWhole = async (row: HistoryRow): Promise<HistoryRow> => {
    const budget = Math.floor(window * OF_EARLIER);
    const read = await withFiles(row, budget);
    return read ? { ...row, text: read(budget), token_count: null, token_counter: null } : row;
  };
  const filler = createFiller({ ...messages, readWhole }, model.tokens, config.model, (error) => {
    logger.warn({ err: error }, 'a count of tokens was not kept');
  });
  const memory = createMemory(topics, files, filler);
  const questions = createQuestions({
    repository: messages,
    model,
    filler,
    memoryOf: memory.of,
    withFiles: (question) => withFiles(question, ESTIMATED_MOST * window),
  });
  return { filler, memory, questions };
}
