import type { Usage, WindowUse } from '@huati/shared';
import type { PromptMessage, ToolSpec } from '../../upstreams/model/model';
import { estimateTokens } from '../../upstreams/model/tokens/estimate';

/** What any template adds to a message, and to each tool it tells of, in tokens. */
const PER_MESSAGE = 24;
const PER_TOOL = 60;
/** What a template says of tools as such. */
const AROUND_TOOLS = 160;

/** A prompt beside which so many tokens are left for its answer, in a model's window. */
export interface RoomFor {
  prompt: readonly PromptMessage[];
  maxTokens: number;
  window?: WindowUse | undefined;
}

/** Tokens that an answer still may have, which its rounds of calls share: of its own, and of the model's window. */
export class Room {
  #own: number;
  #window: number;
  readonly #limit: number | undefined;

  constructor({ prompt, maxTokens, window }: RoomFor) {
    this.#own = maxTokens;
    this.#limit = window?.limit;
    // Pictures take what only the model knows.
    const seen = prompt.some(({ pictures = [] }) => pictures.length > 0);
    const rest = this.#limit === undefined || seen ? 0 : this.#limit - sizeOf(prompt);
    this.#window = Math.max(maxTokens, rest);
  }

  /** What may be written now. */
  get left(): number {
    return Math.max(1, Math.floor(Math.min(this.#own, this.#window)));
  }

  /** What the model may be given now beside that, where `kept` tokens are left to write. */
  beside(kept: number): number {
    return Math.max(0, Math.floor(this.#window - kept));
  }

  /** The model is given so much more to read. */
  give(tokens: number): void {
    this.#window -= tokens;
  }

  /**
   * A round has ended in calls: of the answer's own only its `text` is used up, for thoughts and calls on the way are none of its
   * words. In the window all of it counts, `beside` the text as well, by the endpoint's own count where it tells one.
   */
  ended(text: string, beside: string, usage: Usage | undefined): void {
    const words = estimateTokens(text);
    this.#own -= words;
    this.#window -= usage?.outputTokens ?? words + estimateTokens(beside);
    if (usage && this.#limit !== undefined) this.#window = this.#limit - usage.inputTokens - usage.outputTokens;
  }
}

/** What messages take, with the calls in them, by the estimate. */
export function sizeOf(messages: readonly PromptMessage[]): number {
  return messages.reduce((sum, { content, calls = [] }) => {
    const called = calls.reduce((all, call) => all + PER_MESSAGE + estimateTokens(call.arguments), 0);
    return sum + PER_MESSAGE + estimateTokens(content) + called;
  }, 0);
}

/** What telling the model of these tools takes, by the estimate. */
export function sizeOfTools(specs: readonly ToolSpec[]): number {
  if (specs.length === 0) return 0;
  return specs.reduce((sum, spec) => sum + PER_TOOL + estimateTokens(JSON.stringify(spec)), AROUND_TOOLS);
}
