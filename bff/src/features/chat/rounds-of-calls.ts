import type { Usage } from '@huati/shared';
import type { Model, ModelRequest, PromptMessage, Take, ToolCall } from '../../upstreams/model/model';
import type { Toolbox } from '../planning/tools/toolbox';
import { deadline } from '../../within-time';
import type { AnswerLog } from './answer-log';
import { Room, sizeOf, sizeOfTools, type RoomFor } from './room';

/** Rounds of calls, calls of one answer, and how long after the first one a model may call, in ms. */
const ROUNDS_MAX = 4;
const CALLS_MAX = 6;
const CALLING_MS = 30_000;
/** What is left for the answer's own words at the least, in tokens; of a small room the half. */
const WORDS = 400;
/** The most that one call gives, in tokens by the estimate, and the least that is worth one. */
const RESULT_MAX = 2000;
const RESULT_MIN = 160;

export interface ToStream extends RoomFor {
  prompt: PromptMessage[];
  request: Omit<ModelRequest, 'maxTokens' | 'tools' | 'messages'>;
  tools: Toolbox | undefined;
  log: Pick<AnswerLog, 'setStage'>;
}

/**
 * Streams an answer into `take`, with what the model has done on the way: its calls are answered and it is asked to go on, until it
 * calls nothing more, or may not. What it wrote before a call stays, and what follows stands in a paragraph of its own. Usage is that
 * of all rounds. Rejects like `model.stream`.
 */
export async function streamWithCalls(model: Model, toStream: ToStream, take: Take): Promise<void> {
  const { request, tools, log } = toStream;
  const room = new Room(toStream);
  const words = Math.min(WORDS, Math.floor(toStream.maxTokens / 2));
  const messages = [...toStream.prompt];
  const calling = new Calling(tools, { room, words, log });
  const told = joined(take);

  for (;;) {
    const specs = model.takesTools(request.model) ? calling.specs : [];
    const round = await streamRound(model, { ...request, messages, maxTokens: room.left, tools: specs }, told.take);
    room.ended(
      round.text,
      round.reasoning + round.calls.map((call) => call.name + call.arguments).join(''),
      round.usage,
    );
    told.ended(round.usage);
    const calls = specs.length === 0 || round.finish === 'length' || request.signal.aborted ? [] : round.calls;
    if (calls.length === 0) return told.finish(round.finish);
    const before: PromptMessage = { role: 'assistant', content: round.text, calls: calls.map(sendable) };
    messages.push(before, ...(await calling.answer(calls, request.signal)));
    if (request.signal.aborted) return;
    log.setStage('thinking');
  }
}

/** What a model wrote in one go, and what it called. */
interface Round {
  text: string;
  reasoning: string;
  calls: ToolCall[];
  finish: string | undefined;
  usage: Usage | undefined;
}

async function streamRound(model: Model, request: ModelRequest, take: Take): Promise<Round> {
  const round: Round = { text: '', reasoning: '', calls: [], finish: undefined, usage: undefined };
  await model.stream(request, (event) => {
    if (event.kind === 'call') round.calls.push({ id: event.id, name: event.name, arguments: event.arguments });
    else if (event.kind === 'finish') round.finish = event.reason;
    else if (event.kind === 'usage') round.usage = event.usage;
    else {
      round[event.kind] += event.text;
      take(event);
    }
  });
  return round;
}

/** Several rounds as one answer. */
function joined(take: Take): {
  take: Take;
  ended(usage: Usage | undefined): void;
  finish(reason: string | undefined): void;
} {
  const written = { text: '', reasoning: '' };
  const fresh = { text: false, reasoning: false };
  let sum: Usage | undefined;
  return {
    take: (event) => {
      if (event.kind !== 'text' && event.kind !== 'reasoning') return take(event);
      const { kind, text } = event;
      const apart = fresh[kind] && written[kind] !== '' && !written[kind].endsWith('\n') ? '\n\n' : '';
      fresh[kind] = false;
      written[kind] = text;
      take({ kind, text: apart + text });
    },
    ended: (usage) => {
      fresh.text = true;
      fresh.reasoning = true;
      if (usage) sum = added(sum, usage);
    },
    finish: (reason) => {
      if (reason !== undefined) take({ kind: 'finish', reason });
      if (sum) take({ kind: 'usage', usage: sum });
    },
  };
}

function added(sum: Usage | undefined, usage: Usage): Usage {
  const reasoningTokens = (sum?.reasoningTokens ?? 0) + (usage.reasoningTokens ?? 0);
  return {
    inputTokens: (sum?.inputTokens ?? 0) + usage.inputTokens,
    outputTokens: (sum?.outputTokens ?? 0) + usage.outputTokens,
    ...((sum?.reasoningTokens ?? usage.reasoningTokens) !== undefined && { reasoningTokens }),
  };
}

/** The calls of one answer, within their limits. */
class Calling {
  #rounds = 0;
  #calls = 0;
  #until = Infinity;
  #given = false;

  constructor(
    private readonly tools: Toolbox | undefined,
    private readonly within: { room: Room; words: number; log: ToStream['log'] },
  ) {}

  /** What may be called now; nothing where a limit is reached or no room is left for what it gives. */
  get specs(): Toolbox['specs'] {
    const { tools, within } = this;
    if (!tools || this.#rounds >= ROUNDS_MAX || this.#calls >= CALLS_MAX || performance.now() >= this.#until) return [];
    const size = this.#given ? 0 : sizeOfTools(tools.specs);
    // What calls leave over is for words: a round of few tokens ends in the middle of a sentence.
    if (within.room.left < 2 * within.words || within.room.beside(within.words) < size + RESULT_MIN) return [];
    within.room.give(size);
    this.#given = true;
    return tools.specs;
  }

  /** What came of each of the calls, as the model reads it. */
  async answer(calls: readonly ToolCall[], signal: AbortSignal): Promise<PromptMessage[]> {
    this.#rounds += 1;
    if (this.#until === Infinity) this.#until = performance.now() + CALLING_MS;
    const late = deadline(Math.max(1, Math.ceil(this.#until - performance.now())));
    const { room } = this.within;
    room.give(sizeOf([{ role: 'assistant', content: '', calls: calls.map((call) => ({ ...call, arguments: '' })) }]));
    const results: PromptMessage[] = [];
    for (const call of calls) {
      const content = await this.#one(call, AbortSignal.any([signal, late]));
      const message: PromptMessage = { role: 'tool', callId: call.id, content };
      room.give(sizeOf([message]));
      results.push(message);
    }
    return results;
  }

  async #one(call: ToolCall, signal: AbortSignal): Promise<string> {
    const { tools, within } = this;
    const { room, words, log } = within;
    const tokens = Math.min(RESULT_MAX, room.beside(words));
    this.#calls += 1;
    if (!tools || this.#calls > CALLS_MAX || tokens < RESULT_MIN || signal.aborted) return NO_MORE;
    const tool = tools.toolOf(call);
    if (tool) log.setStage(tool === 'search' ? 'retrieving' : 'thinking', { tool });
    return tools.use(call, tokens, signal);
  }
}

const NO_MORE = 'Nothing more can be called: answer with what there is.';

/** A call as it can be sent back: endpoints refuse what is no JSON object, though it was their own model that wrote it. */
function sendable(call: ToolCall): ToolCall {
  try {
    const given: unknown = JSON.parse(call.arguments);
    return typeof given === 'object' && given !== null && !Array.isArray(given) ? call : { ...call, arguments: '{}' };
  } catch {
    return { ...call, arguments: '{}' };
  }
}
