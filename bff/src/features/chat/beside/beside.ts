import type { Topic } from '@huati/shared';
import type { Config } from '../../../config';
import type { TopicRow } from '../../../db/schema';
import type { Logger } from '../../../logger';
import type { Model } from '../../../upstreams/model/model';
import type { AnswerEnd } from '../answer-log';
import type { MessagesRepository } from '../messages/messages.repository';
import type { Filler } from '../window/filler';
import { createAfterwards } from './afterwards';
import { createAsides } from './aside';
import { createSuggestions, type Suggestions } from './suggestions';
import { createSummaries, type Summary } from './summaries';
import { createTitles } from './titles';

/** What of the topics this needs to know and to change. */
export interface BesideTopics {
  findAny(topicId: string): Promise<TopicRow | undefined>;
  setTitle(topicId: string, title: string): Promise<void>;
  setSummary(topicId: string, text: string, upTo: string): Promise<void>;
  summaryOf(topicId: string): Promise<Summary | undefined>;
}

export interface BesideParts {
  on: Config['beside'];
  model: Model;
  filler: Filler;
  messages: MessagesRepository;
  topics: BesideTopics;
  toTopic(row: TopicRow): Topic;
  announce(userId: string, topic: Topic): void;
  touched(topicId: string): Promise<void>;
  logger: Logger;
}

export interface Beside {
  suggestions: Suggestions;
  /** To be told of every answer that ended here. Never rejects. */
  afterwards(answerId: string, end: AnswerEnd): Promise<void>;
  close(): void;
}

/** Everything the model is asked beside the answers themselves. */
export function createBeside(parts: BesideParts): Beside {
  const { on, model, filler, messages, topics, logger } = parts;
  const asides = createAsides(model, logger);
  const aside = asides.ask;
  const titles = createTitles({
    aside,
    untitled: async (topicId) => {
      const row = await topics.findAny(topicId);
      return row?.title_by === 'question' ? parts.toTopic(row) : undefined;
    },
    setTitle: topics.setTitle,
    announce: parts.announce,
    touched: parts.touched,
  });
  const summaries = createSummaries({
    repository: messages,
    aside,
    summaryOf: topics.summaryOf,
    setSummary: (topicId, { text, upTo }) => topics.setSummary(topicId, text, upTo),
  });
  return {
    suggestions: createSuggestions({ on: on.suggestions, repository: messages, aside }),
    afterwards: createAfterwards({
      repository: messages,
      filler,
      modelOf: async (topicId) => (await topics.findAny(topicId))?.model ?? undefined,
      titles: on.titles ? titles : undefined,
      summaries: on.summary ? summaries : undefined,
      logger,
    }),
    close: asides.close,
  };
}
