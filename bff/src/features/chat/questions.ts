import type { MessageRow } from '../../db/schema';
import type { Model, PromptMessage } from '../../upstreams/model/model';
import type { MessagesRepository } from './messages.repository';
import { buildPrompt } from './prompt';
import { historyOf } from './rounds';
import type { Work } from './running';
import { estimateTokens, type Window } from './window';

/** Messages of a topic looked through for its history: far more than the model's window holds. */
const HISTORY_MESSAGES = 200;
/** A continued answer gets so many tokens at least, however long it is already. */
const CONTINUED_MIN_TOKENS = 64;

/** What the model is to read for a question. */
export interface Questions {
  /** The newest messages of a topic before the message `before`, newest first. */
  earlier(topicId: string, before?: string): Promise<MessageRow[]>;
  /** The work of answering `text`, asked after the message `parentId` of `rows`. */
  fresh(rows: readonly MessageRow[], parentId: string | null, text: string, model: string | undefined): Work;
  /** The work left on an answer of which `text` is written, for another process than began it. */
  rest(answer: MessageRow, text: string): Promise<Work>;
}

export function createQuestions(repository: MessagesRepository, model: Model, window: Window): Questions {
  const earlier: Questions['earlier'] = (topicId, before) => repository.newest(topicId, HISTORY_MESSAGES, before);
  const promptFor = (rows: readonly MessageRow[], parentId: string | null, text: string): PromptMessage[] =>
    buildPrompt(historyOf(rows, parentId), text, window);
  const maxTokens = window.maxOutputTokens;

  return {
    earlier,

    fresh: (rows, parentId, text, name) => ({
      job: { prompt: promptFor(rows, parentId, text), model: name, maxTokens, continues: false },
    }),

    rest: async (answer, text) => {
      const question = await repository.find(answer.user_id, answer.parent_id ?? '');
      if (!question || (text !== '' && !model.mayContinue())) return { end: { status: 'interrupted' } };
      const rows = await earlier(question.topic_id, question.id);
      const prompt = promptFor(rows, question.parent_id, question.text);
      const name = answer.model ?? undefined;
      // Nobody has seen a word of it: it is written as if for the first time. Its thinking, if any, begins once more.
      if (text === '') return { job: { prompt, model: name, maxTokens, continues: false } };
      const left = Math.max(CONTINUED_MIN_TOKENS, maxTokens - estimateTokens(text));
      const begun: PromptMessage = { role: 'assistant', content: text };
      return { job: { prompt: [...prompt, begun], model: name, maxTokens: left, continues: true } };
    },
  };
}
