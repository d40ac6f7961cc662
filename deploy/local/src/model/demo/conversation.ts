import type { ChatMessage } from '../chat-request';
import { resultsOf } from './calling';
import { readPassages, type GivenPassage } from './given-passages';
import { standingAlone } from './standing-alone';

export type Language = 'zh' | 'en';

/**
 * All that the demo knows when it answers. It is read from the messages alone.
 */
export interface Conversation {
  language: Language;
  question: string;
  /** The question as it is understood after those before it: by this, passages are chosen. */
  meant: string;
  /** What of files and of knowledge stands with the question. */
  passages: GivenPassage[];
  /** What came of functions that were called for it. */
  computed: string[];
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
    meant: standingAlone(questions),
    passages: asked.at(-1)?.passages ?? [],
    computed: resultsOf(messages),
    previous: questions.at(-2),
    turn: Math.max(1, questions.length),
  };
}

/** The language that `text` is in, as far as its letters tell. */
export function detectLanguage(question: string): Language {
  return /\p{Script=Latin}/u.test(question) && !/\p{Script=Han}/u.test(question) ? 'en' : 'zh';
}
