import type { Conversation, Language } from './conversation';

/** What the demo says to a kind of question. */
export interface Scene {
  /** Whether this scene answers `question`. */
  matches(question: string): boolean;
  /** The answer's own part, in Markdown. */
  say: Record<Language, (conversation: Conversation) => string>;
  /** What is streamed as reasoning before it, where the scene shows that. */
  think?: Record<Language, (conversation: Conversation) => string>;
}
