import { Failure } from '../../failure';
import type { PromptMessage } from '../../upstreams/model/model';
import { estimateTokens, fitHistory, inputRoom, type Window } from './window';

const SYSTEM_PROMPT =
  'You are the assistant of this organisation. Answer in the language of the question, in Markdown, to the point. ' +
  'Say so where you do not know.';

/** Throws `input_too_long`, with both numbers, where the question alone leaves the model no room. */
export function assertFits(question: string, window: Window): void {
  const room = inputRoom(window) - estimateTokens(SYSTEM_PROMPT);
  const tokens = estimateTokens(question);
  if (tokens > room) {
    throw new Failure('input_too_long', `the question has about ${tokens} tokens, and the model takes ${room}`);
  }
}

/** What the model reads: the system prompt, the newest rounds of the topic that fit, and the question. */
export function buildPrompt(history: readonly PromptMessage[], question: string, window: Window): PromptMessage[] {
  const system: PromptMessage = { role: 'system', content: SYSTEM_PROMPT };
  const asked: PromptMessage = { role: 'user', content: question };
  const room = inputRoom(window) - estimateTokens(system.content) - estimateTokens(asked.content);
  return [system, ...fitHistory(history, room), asked];
}
