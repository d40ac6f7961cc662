import type { Message, Source } from '@huati/shared';
import { inOrder, isAnyGenerated } from '@/features/evidence';

/** A question or an answer that leaves the product. `cited`: what the marks in its text stand for, in the order of their mention. */
export interface ExportedMessage {
  id: string;
  question: boolean;
  text: string;
  files: string[];
  cited: Source[];
  /** It is an answer that the organisation keeps, not one that a model wrote. */
  stored: boolean;
}

/** What is exported; `createdAt` is its newest message's, ISO 8601 UTC. */
export interface Exported {
  title: string;
  createdAt: string;
  messages: ExportedMessage[];
}

/** What leaves the product of these messages: not what is still being written, and no answer without a word. */
export function exportedOf(title: string, messages: readonly Message[]): Exported {
  const kept = messages.filter(({ role, text, status }) => role === 'user' || (text !== '' && status !== 'streaming'));
  return {
    title,
    createdAt: kept[kept.length - 1]?.createdAt ?? new Date().toISOString(),
    messages: kept.map(({ id, role, text, attachments = [], sources = [], direct }) => ({
      id,
      question: role === 'user',
      text,
      files: attachments.map(({ name }) => name),
      cited: role === 'user' ? [] : inOrder(text, sources).cited,
      stored: direct?.kind === 'stored',
    })),
  };
}

/** Whether a model wrote any of it: where all of its answers are the organisation's own, none. */
export function isGenerated({ messages }: Exported): boolean {
  const answers = messages.filter(({ question }) => !question);
  return isAnyGenerated(answers.map(({ stored }) => stored));
}
