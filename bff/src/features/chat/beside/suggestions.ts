import { Failure } from '../../../failure';
import type { MessagesRepository } from '../messages/messages.repository';
import { toMessage } from '../messages/to-message';
import { inShortBoth, type Asides } from './aside';

const INSTRUCTIONS =
  'Suggest three short questions that the person could ask next, in the language of the conversation, each on a line of ' +
  'its own, at most 12 words or 24 Chinese characters, without numbers or bullets, nothing else.';
const MAX_TOKENS = 120;
const WITHIN_MS = 15_000;
/** Of question and answer so much is shown to the model, in UTF-16 units. */
const SHOWN = 1200;
const COUNT = 3;
const LONGEST = 60;

export interface Suggestions {
  /**
   * Up to three questions that go on from a whole answer, made when they are first asked for and kept. None where they
   * are switched off, or the model does not make any. Throws `not_found` for an answer that is not the user's.
   */
  after(userId: string, answerId: string): Promise<string[]>;
}

export interface SuggestionsParts {
  on: boolean;
  repository: Pick<MessagesRepository, 'find' | 'setSuggestions'>;
  aside: Asides['ask'];
}

export function createSuggestions({ on, repository, aside }: SuggestionsParts): Suggestions {
  const making = new Map<string, Promise<string[]>>();

  const make = async (userId: string, answerId: string): Promise<string[]> => {
    const answer = await repository.find(userId, answerId);
    if (answer?.role !== 'assistant') throw new Failure('not_found', 'no such answer');
    const { suggestions } = toMessage(answer);
    if (suggestions) return suggestions;
    const question = await repository.find(userId, answer.parent_id ?? '');
    if (!on || answer.status !== 'complete' || !question) return [];
    const written = await aside({
      task: 'follow-ups',
      instructions: INSTRUCTIONS,
      content: inShortBoth(question, answer, SHOWN),
      maxTokens: MAX_TOKENS,
      withinMs: WITHIN_MS,
      model: answer.model ?? undefined,
    });
    if (written === undefined) return [];
    const made = linesOf(written);
    await repository.setSuggestions(answerId, made);
    return made;
  };

  return {
    after: (userId, answerId) => {
      const key = `${userId} ${answerId}`;
      const found = making.get(key) ?? make(userId, answerId).finally(() => making.delete(key));
      making.set(key, found);
      return found;
    },
  };
}

/** The questions in what a model wrote, without the numbers and bullets that it was asked to leave out. */
function linesOf(written: string): string[] {
  const lines = written
    .split(/\r?\n/)
    .map((line) => line.replace(/^\s*(?:\d{1,2}[.)、:：]|[-*•·])\s*/, '').trim())
    .filter((line) => line !== '' && line.length <= LONGEST);
  return [...new Set(lines)].slice(0, COUNT);
}
