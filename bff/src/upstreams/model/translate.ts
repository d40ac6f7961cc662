import * as v from 'valibot';
import { Failure } from '../../failure';
import type { CallPiece } from './calls';
import type { ModelEvent } from './model';

const text = v.nullish(v.string());

const Called = v.object({
  index: v.nullish(v.number()),
  id: text,
  // Some endpoints send what a function is called with as an object and not as its text.
  function: v.nullish(
    v.object({ name: text, arguments: v.nullish(v.union([v.string(), v.record(v.string(), v.unknown())])) }),
  ),
});

const Chunk = v.object({
  choices: v.optional(
    v.array(
      v.object({
        delta: v.nullish(
          v.object({ content: text, reasoning: text, reasoning_content: text, tool_calls: v.nullish(v.array(Called)) }),
        ),
        finish_reason: text,
      }),
    ),
    [],
  ),
  usage: v.nullish(
    v.object({
      prompt_tokens: v.number(),
      completion_tokens: v.nullish(v.number()),
      completion_tokens_details: v.nullish(v.object({ reasoning_tokens: v.nullish(v.number()) })),
    }),
  ),
  error: v.optional(v.unknown()),
  object: v.optional(v.unknown()),
});

/** What one chunk tells: calls come in pieces, all else whole. */
export type Piece = Exclude<ModelEvent, { kind: 'call' }> | CallPiece;

/**
 * One `data:` of a streamed chat completion as our events. Thinking comes as `reasoning` from newer vLLM and as
 * `reasoning_content` from older ones and others; both are read.
 * Throws `upstream_unavailable`: `malformed` where it is not such a chunk, `reported` where it is an error.
 */
export function translateChunk(data: string): Piece[] {
  const chunk = parsed(data);
  const text = plainText(chunk);
  if (text !== undefined) return [{ kind: 'text', text }];
  const { choices, usage, error, object } = checked(chunk);
  if ((error !== undefined && error !== null) || object === 'error') {
    throw new Failure('upstream_unavailable', 'the model endpoint reported an error in the middle of the answer', {
      reason: 'reported',
    });
  }
  const [choice] = choices;
  return [...(choice ? piecesOf(choice) : []), ...(usage ? [usageOf(usage)] : [])];
}

type Choice = v.InferOutput<typeof Chunk>['choices'][number];
type Counted = NonNullable<v.InferOutput<typeof Chunk>['usage']>;

function piecesOf({ delta, finish_reason: reason }: Choice): Piece[] {
  const events: Piece[] = [];
  const reasoning = delta?.reasoning ?? delta?.reasoning_content;
  if (reasoning) events.push({ kind: 'reasoning', text: reasoning });
  if (delta?.content) events.push({ kind: 'text', text: delta.content });
  for (const call of delta?.tool_calls ?? []) events.push(callPieceOf(call));
  if (reason) events.push({ kind: 'finish', reason });
  return events;
}

function callPieceOf({ index, id, function: called }: v.InferOutput<typeof Called>): CallPiece {
  const given = called?.arguments ?? '';
  return {
    kind: 'call-piece',
    index: index ?? undefined,
    id: id ?? '',
    name: called?.name ?? '',
    arguments: typeof given === 'string' ? given : JSON.stringify(given),
  };
}

function usageOf(counted: Counted): Piece {
  const reasoningTokens = counted.completion_tokens_details?.reasoning_tokens;
  return {
    kind: 'usage',
    usage: {
      inputTokens: counted.prompt_tokens,
      outputTokens: counted.completion_tokens ?? 0,
      ...(typeof reasoningTokens === 'number' && { reasoningTokens }),
    },
  };
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    throw malformed('not JSON');
  }
}

function checked(chunk: unknown): v.InferOutput<typeof Chunk> {
  const result = v.safeParse(Chunk, chunk);
  if (result.success) return result.output;
  throw malformed(undefined);
}

function malformed(cause: unknown): Failure {
  return new Failure('upstream_unavailable', 'the model endpoint sent something that is no chunk of an answer', {
    reason: 'malformed',
    cause,
  });
}

/**
 * The text of a chunk that has nothing else to tell, which nearly all are: looked at by hand, for checking each against
 * the schema costs more than parsing it. Undefined for any other chunk, which the schema then judges.
 */
function plainText(chunk: unknown): string | undefined {
  if (!isRecord(chunk) || chunk.object === 'error' || !Array.isArray(chunk.choices)) return undefined;
  if (chunk.usage != null || chunk.error != null) return undefined;
  const choice: unknown = chunk.choices[0];
  if (!isRecord(choice) || choice.finish_reason != null || !isRecord(choice.delta)) return undefined;
  const { content, reasoning, reasoning_content, tool_calls: calls } = choice.delta;
  const more = Boolean(reasoning) || Boolean(reasoning_content) || (Array.isArray(calls) && calls.length > 0);
  return typeof content === 'string' && content !== '' && !more ? content : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
