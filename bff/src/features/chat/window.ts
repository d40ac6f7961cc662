import type { PromptMessage } from '../../upstreams/model/model';

/** What a chat template adds around one message, in tokens; Qwen's adds 5. */
const PER_MESSAGE = 8;

/**
 * The most tokens `text` can reasonably be, without the model's vocabulary: one for each UTF-8 byte in threes for
 * ASCII, one for each other UTF-16 unit. Qwen's vocabulary needs some 0.7 for a Han character and 0.3 for a Latin one.
 */
export function estimateTokens(text: string): number {
  const ascii = text.replace(/[^\u0000-\u007f]/g, '').length;
  return Math.ceil(ascii / 3) + (text.length - ascii) + PER_MESSAGE;
}

export interface Window {
  /** The whole window of the model, and the part kept for its answer, in tokens. */
  maxModelLen: number;
  maxOutputTokens: number;
}

/** Tokens left for everything the model reads. */
export function inputRoom({ maxModelLen, maxOutputTokens }: Window): number {
  return maxModelLen - maxOutputTokens;
}

/**
 * The newest rounds of `history` that fit into `room` tokens. A round is a question with what follows it, and goes or
 * stays as a whole.
 */
export function fitHistory(history: readonly PromptMessage[], room: number): PromptMessage[] {
  let left = room;
  let from = history.length;
  let size = 0;
  for (let index = history.length - 1; index >= 0; index -= 1) {
    const message = history[index];
    if (!message) break;
    size += estimateTokens(message.content);
    if (message.role !== 'user') continue;
    if (size > left) break;
    left -= size;
    size = 0;
    from = index;
  }
  return history.slice(from);
}
