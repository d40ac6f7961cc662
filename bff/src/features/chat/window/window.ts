import type { Config } from '../../../config';
import type { Logger } from '../../../logger';
import type { Model } from '../../../upstreams/model/model';
import type { MessagesRepository } from '../messages/messages.repository';
import { createQuestions, type Questions } from '../questions';
import { createFiller, type Filler } from './filler';
import { createMemory, type KnownTopics, type Memory } from './memory';

export interface WindowParts {
  messages: MessagesRepository;
  topics: KnownTopics;
  model: Model;
  config: Pick<Config, 'model'>;
  logger: Logger;
}

/** What decides what the model is given: its window, the topics' own settings, and the work of each question. */
export function createWindow({ messages, topics, model, config, logger }: WindowParts): {
  filler: Filler;
  memory: Memory;
  questions: Questions;
} {
  const filler = createFiller(messages, model.tokens, config.model, (error) => {
    logger.warn({ err: error }, 'a count of tokens was not kept');
  });
  const memory = createMemory(topics, filler);
  return { filler, memory, questions: createQuestions({ repository: messages, model, filler, memoryOf: memory.of }) };
}
