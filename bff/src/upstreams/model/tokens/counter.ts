import type { PromptMessage } from '../model';

/** What decides how the endpoint's chat template puts messages together. */
export interface TemplateOptions {
  /** Whether a reasoning model is to think first; undefined: as the endpoint does by itself. */
  thinking: boolean | undefined;
}

/** What a chat template adds to the texts of a request, in tokens: once, and for each message. */
export interface Frame {
  request: number;
  message: number;
}

/** The endpoint has no way to count. */
export class NoSuchRoute extends Error {}

/** Counts tokens with one vocabulary. */
export interface Counter {
  kind: 'endpoint' | 'vocabulary' | 'estimate';
  /** Names the vocabulary: a count that was kept is good for the same one only. */
  vocabulary: string;
  /** The endpoint's own window in tokens, where it tells. */
  maxModelLen: number | undefined;
  /** Tokens of each text alone. Rejects where the counter cannot be reached. */
  texts(texts: readonly string[]): Promise<number[]>;
  /** Undefined where the template does not add the same to every message: then only a `whole` request can be counted. */
  frame(options: TemplateOptions): Promise<Frame | undefined>;
  /** Tokens of a whole request; there where `frame` may be undefined. */
  whole?: (messages: readonly PromptMessage[], options: TemplateOptions) => Promise<number>;
}

/** Without a template to look at: more than any usual one adds. Qwen's adds 5 a message and 3 to 7 a request. */
const UNKNOWN_FRAME: Frame = { request: 16, message: 8 };

/** A counter that knows nothing, and counts too much rather than too little. */
export function estimateCounter(estimate: (text: string) => number): Counter {
  return {
    kind: 'estimate',
    vocabulary: 'estimate',
    maxModelLen: undefined,
    texts: (texts) => Promise.resolve(texts.map(estimate)),
    frame: () => Promise.resolve(UNKNOWN_FRAME),
  };
}
