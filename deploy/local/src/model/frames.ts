import type { Completion, FinishReason } from './completion';
import type { ToolCall } from './tools';

type ReasoningField = 'reasoning' | 'reasoning_content';

/** The events of one streamed completion, in vLLM's shapes. What is the same in each is written once, beforehand. */
export class Frames {
  readonly done = 'data: [DONE]\n\n';
  readonly #head: string;
  readonly #reasoningStart: string;
  readonly #textStart: string;

  constructor(completion: Completion, reasoningField: ReasoningField) {
    const { id, model, created } = completion;
    const shared = JSON.stringify({ id, object: 'chat.completion.chunk', created, model });
    this.#head = `data: ${shared.slice(0, -1)},"choices":`;
    this.#textStart = `${this.#head}[{"index":0,"delta":{"content":`;
    this.#reasoningStart = `${this.#head}[{"index":0,"delta":{"${reasoningField}":`;
  }

  /** The first event, which names the role. */
  role(): string {
    return `${this.#head}[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}]}\n\n`;
  }

  /** A piece of the answer; a lone surrogate goes as its \u escape. */
  text(piece: string): string {
    return `${this.#textStart}${JSON.stringify(piece)}},"logprobs":null,"finish_reason":null}]}\n\n`;
  }

  /** A piece of the reasoning. */
  reasoning(piece: string): string {
    return `${this.#reasoningStart}${JSON.stringify(piece)}},"logprobs":null,"finish_reason":null}]}\n\n`;
  }

  /** The event that begins the call `index`; what it is called with follows in pieces. */
  call(index: number, { id, name }: ToolCall): string {
    return this.#called({ index, id, type: 'function', function: { name, arguments: '' } });
  }

  /** A piece of what the call `index` is called with. */
  callPiece(index: number, piece: string): string {
    return this.#called({ index, function: { arguments: piece } });
  }

  #called(call: object): string {
    const delta = JSON.stringify({ tool_calls: [call] });
    return `${this.#head}[{"index":0,"delta":${delta},"logprobs":null,"finish_reason":null}]}\n\n`;
  }

  /** The event that ends the choice. */
  finish(reason: FinishReason): string {
    const tail = `"logprobs":null,"finish_reason":${JSON.stringify(reason)},"stop_reason":null`;
    return `${this.#head}[{"index":0,"delta":{"content":""},${tail}}]}\n\n`;
  }

  /** The last event before the end, where the request asked for usage. */
  usage(usage: Record<string, unknown>): string {
    return `${this.#head}[],"usage":${JSON.stringify(usage)}}\n\n`;
  }

  /** An event whose data is cut off in the middle of the JSON. */
  malformed(): string {
    return `${this.#textStart}"\n\n`;
  }

  /** The event by which vLLM tells that generating failed after the headers had left. */
  error(message: string): string {
    const error = { message, type: 'InternalServerError', param: null, code: 500 };
    return `data: ${JSON.stringify({ error })}\n\n`;
  }
}
