import type { ChatMessage } from '../chat-request';
import { readPassages, type GivenPassage } from './given-passages';

export type Language = 'zh' | 'en';

/**
 * All that the demo knows when it answers. It is read from the messages alone, so evidence that retrieval puts into
 * them belongs here as a field of its own, for the scenes to quote.
 */
export interface Conversation {
  language: Language;
  question: string;
  /** What of files stands with the question. */
  passages: GivenPassage[];
  /** The question before this one, where there is one. */
  previous: string | undefined;
  /** Which question of the topic this is, from 1, as far as the messages reach back. */
  turn: number;
}

/** Reads what was asked, and what before it, from `messages`. */
export function readConversation(messages: ChatMessage[]): Conversation {
  const asked = messages.filter(({ role }) => role === 'user').map(({ text }) => readPassages(text));
  const questions = asked.map(({ question }) => question);
  const question = questions.at(-1) ?? '';
  return {
    language: detectLanguage(question),
    question,
    passages: asked.at(-1)?.passages ?? [],
    previous: questions.at(-2),
    turn: Math.max(1, questions.length),
  };
}

/** The language that `text` is in, as far as its letters tell. */
export function detectLanguage(question: string): Language {
  return /\p{Script=Latin}/u.test(question) && !/\p{Script=Han}/u.test(question) ? 'en' : 'zh';
}
