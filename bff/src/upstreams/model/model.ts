import type { Usage } from '@huati/shared';
import type { Tokens } from './tokens/tokens';

/** A picture as the model sees it: `url` holds all of it. */
export interface PromptPicture {
  name: string;
  url: string;
}

/** A function that the model may call; `parameters` is a JSON schema. */
export interface ToolSpec {
  name: string;
  description: string;
  parameters: object;
}

/** A call of a function by the model; `arguments` is what it wrote for JSON. */
export interface ToolCall {
  id: string;
  name: string;
  arguments: string;
}

/**
 * One message as the model reads it; `pictures` for a model that takes such. `calls` are what an assistant called in it; a message of
 * the role `tool` is what came of the call `callId`.
 */
export interface PromptMessage {
  role: 'system' | 'user' | 'assistant' | 'tool';
  content: string;
  pictures?: readonly PromptPicture[];
  calls?: readonly ToolCall[];
  callId?: string;
}

export interface ModelRequest {
  messages: PromptMessage[];
  /** Which model of the endpoint; undefined: the configured one, else the first it lists. */
  model: string | undefined;
  /** The most tokens to write. */
  maxTokens: number;
  /** Whether a reasoning model is to think first; undefined: as the endpoint does by itself. */
  thinking?: boolean | undefined;
  /** True: the last message, an assistant's, is not closed, and what is written goes on from its last character. */
  continues?: boolean;
  /** True: where the endpoint refuses the pictures it is asked again with fewer of them, at last with none. */
  fewerPictures?: boolean;
  /** What it may call; a model that refuses them is asked without. */
  tools?: readonly ToolSpec[] | undefined;
  /** Aborting it ends the generation at the endpoint and the stream, which then ends without an error. */
  signal: AbortSignal;
}

/**
 * What a streamed answer is made of. Calls come whole, before `finish`, which comes once, after the last piece; `usage` may follow
 * it.
 */
export type ModelEvent =
  | { kind: 'text'; text: string }
  | { kind: 'reasoning'; text: string }
  | ({ kind: 'call' } & ToolCall)
  | { kind: 'finish'; reason: string }
  | { kind: 'usage'; usage: Usage };

export type Take = (event: ModelEvent) => void;

export interface Model {
  /**
   * Streams one answer into `take`, and resolves at its end. Rejects with the Failure `upstream_unavailable`, with a
   * reason, for every fault of the endpoint. A call a piece: a chain of generators costs more than all else per token.
   */
  stream(request: ModelRequest, take: Take): Promise<void>;
  /** Counts tokens as the model does, or as near to that as can be had. */
  readonly tokens: Tokens;
  /** Whether the model `name` takes pictures; it may be asked with a small one first. Never rejects. */
  takesPictures(name: string | undefined): Promise<boolean>;
  /** The most pictures of a request that the model `name` takes, as far as refusals have shown; else Infinity. */
  mostPictures(name: string | undefined): number;
  /** False where the setting or a refusal says that the model `name` calls no functions. Trying is how it becomes known. */
  takesTools(name: string | undefined): boolean;
  /** False once it is known that the endpoint cannot go on with a text. Trying is how it becomes known. */
  mayContinue(): boolean;
  /** Throws where nothing answers at the endpoint within `timeoutMs`. Any HTTP answer counts. */
  ping(timeoutMs: number): Promise<void>;
}
