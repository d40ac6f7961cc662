import type { MessageRow } from '../../db/schema';
import type { Model } from '../../upstreams/model/model';
import type { MessagesRepository } from './messages/messages.repository';
import type { Job, Work } from './running';
import type { Asking, Filler } from './window/filler';
import type { WithFiles } from './window/fitted';

/** How a topic's questions are asked, and what stands for its turns that no longer fit. */
export interface TopicMemory extends Asking {
  summary: { text: string; upTo: string } | undefined;
}

/** What the model is to read for a question. */
export interface Questions {
  /** The work of answering `question` by the model `name`, undefined: the topic's. */
  fresh(question: MessageRow, name: string | undefined): Promise<Work>;
  /** The work left on an answer of which `text` is written, for another process than began it. */
  rest(answer: MessageRow, text: string): Promise<Work>;
}

export interface QuestionsParts {
  repository: MessagesRepository;
  model: Model;
  filler: Filler;
  memoryOf(topicId: string): Promise<TopicMemory>;
  /** How a question that has files reads with them; undefined for all others. */
  withFiles(question: MessageRow): Promise<WithFiles | undefined>;
}

export function createQuestions({ repository, model, filler, memoryOf, withFiles }: QuestionsParts): Questions {
  const jobFor = async (question: MessageRow, name: string | undefined, begun: string): Promise<Job> => {
    const memory = await memoryOf(question.topic_id);
    const asking = { ...memory, model: name ?? memory.model };
    const files = await withFiles(question);
    const { messages, maxTokens, use } = await filler.fill({
      ...asking,
      afterId: question.parent_id,
      question: files?.(0) ?? question.text,
      withFiles: files,
      begun,
      summary: memory.summary?.text,
    });
    const { thinking } = asking;
    return { prompt: messages, model: asking.model, maxTokens, thinking, continues: begun !== '', window: use };
  };

  return {
    fresh: async (question, name) => ({ job: await jobFor(question, name, '') }),

    rest: async (answer, text) => {
      const question = await repository.findAny(answer.parent_id ?? '');
      if (!question || (text !== '' && !model.mayContinue())) return { end: { status: 'interrupted' } };
      // Where nobody has seen a word of it, it is written as if for the first time, with its thinking once more.
      return { job: await jobFor(question, answer.model ?? undefined, text) };
    },
  };
}
