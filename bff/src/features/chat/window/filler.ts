import { clip, type WindowUse } from '@huati/shared';
import { Failure } from '../../../failure';
import type { Model, PromptMessage } from '../../../upstreams/model/model';
import type { Counter } from '../../../upstreams/model/tokens/counter';
import { estimateTokens, mostTokens } from '../../../upstreams/model/tokens/estimate';
import type { HistoryRow, MessagesRepository } from '../messages/messages.repository';
import { fitted, type Fitted, type WithFiles } from './fitted';
import { pack, type Limits, type Packed } from './pack';
import { systemMessage } from './prompt';
import { Sizes } from './sizes';
import { Turns, type ReadWhole, type Turn } from './turns';

/** The deployment's window, in tokens. */
export interface WindowConfig {
  maxModelLen: number;
  maxOutputTokens: number;
  minOutputTokens: number;
}

/** How a topic's questions are asked. */
export interface Asking {
  instructions: string;
  model: string | undefined;
  thinking: boolean | undefined;
}

export interface ToFill extends Asking {
  /** The last message before the question; null: there is none. */
  afterId: string | null;
  /** Where the question has files, with their names alone. */
  question: string;
  /** Gives it as much of its files as fits. */
  withFiles?: WithFiles | undefined;
  /** What is written of the answer already, where it is to be gone on with. */
  begun: string;
  /** What stands for turns that are left out, where there is such a thing. */
  summary: string | undefined;
}

export interface Filled {
  messages: PromptMessage[];
  /** The most tokens that may be written. */
  maxTokens: number;
  use: WindowUse;
}

export interface Filler {
  /** Throws `input_too_long`, with both numbers, where the question leaves the model no room to answer. */
  assertFits(asking: Asking, question: string): Promise<void>;
  /** Throws `input_too_long` where instructions take more than half of the model's window. */
  assertInstructions(instructions: string, model: string | undefined): Promise<void>;
  /** What the model is to read, within its window. Throws `input_too_long` like the other. */
  fill(request: ToFill): Promise<Filled>;
  /** Counts messages that were just written, so that the next question finds it done. */
  count(messages: readonly HistoryRow[], model: string | undefined): Promise<void>;
}

/** The template of any model adds no more than this, in tokens: to the request, and to each message. */
const MOST = { request: 16, message: 16 };
/** Turns whose missing counts are asked for together. */
const BATCH = 8;
/** Texts that are estimated at so many windows are not counted at all: they are too long in any vocabulary. */
const FAR_TOO_LONG = 4;
/** So much of a text is looked at for that, in UTF-16 units. */
const LOOKED_AT = 20_000;

export function createFiller(
  { readWhole, ...repository }: Pick<MessagesRepository, 'ancestors' | 'setTokens'> & { readWhole: ReadWhole },
  tokens: Model['tokens'],
  config: WindowConfig,
  unkept: (error: unknown) => void,
): Filler {
  const sizes = new Sizes(repository, unkept);
  const limitsOf = (model: string | undefined): Limits => {
    const { maxModelLen: window, maxOutputTokens: most, minOutputTokens: least } = config;
    const told = tokens.windowOf(model);
    if (told === undefined || told >= window) return { window, most, least };
    // An endpoint with a smaller window than the deployment says is believed, and the room for answers shrinks with it.
    const half = Math.ceil(told / 2);
    return { window: told, most: Math.min(most, half), least: Math.min(least, half) };
  };

  /** All turns, where they fit even if every byte were a token: then nothing needs to be counted. */
  const unquestioned = async (asked: ToFill, turns: Turns): Promise<Filled | undefined> => {
    const limits = limitsOf(asked.model);
    // Files that are cut at this are longer than the window, however the estimate errs.
    const request = { ...asked, question: asked.withFiles?.(2 * limits.window) ?? asked.question };
    const fixed = mostTokens(request.instructions) + mostTokens(request.question);
    let most = MOST.request + fixed + 2 * MOST.message;
    for (let index = 0; ; index += 1) {
      if (most + limits.most > limits.window) return undefined;
      const turn = await turns.at(index);
      if (!turn) return filled(request, await turns.slice(0, index), false, limits.most, { limits });
      most += turn.messages.reduce((sum, message) => sum + mostTokens(message.text) + MOST.message, 0);
    }
  };

  const counted = async (asked: ToFill, turns: Turns, counter: Counter): Promise<Filled | Failure> => {
    const even = await counter.frame({ thinking: asked.thinking });
    const frame = even ?? { request: 0, message: 0 };
    const system = systemMessage(asked.instructions, asked.summary).content;
    const texts = [system, asked.question, asked.begun].filter((text) => text !== '');
    const counts: number[] = [];
    for (const text of texts) counts.push(await sizes.ofText(text, counter));
    const [, question = 0, begun = 0] = counts;
    const limits = rest(limitsOf(asked.model), begun);
    const around = frame.request + counts.reduce((sum, count) => sum + count + frame.message, -question);
    const room = limits.window - limits.least - around;
    if (question > room) return tooLong('the question', question, room);
    const spare = even ? 0 : MOST.request + MOST.message * texts.length;
    const { text, tokens: size } = await wholeQuestion(asked, question, room - spare, counter);
    const request = { ...asked, question: text };
    const fixed = around + size;
    const turnSizes: number[] = [];
    let sum = fixed + limits.least;
    for (let index = 0; sum <= limits.window; index += 1) {
      if (index % BATCH === 0) {
        const batch = await turns.slice(index, index + BATCH);
        await sizes.ofMessages(
          batch.flatMap(({ messages }) => messages),
          counter,
        );
      }
      const turn = await turns.at(index);
      if (!turn) break;
      const inside = await sizes.ofMessages(turn.messages, counter);
      turnSizes.push(inside.reduce((total, count) => total + count + frame.message, 0));
      sum += turnSizes.at(-1) ?? 0;
    }
    const packed = pack(turnSizes, fixed, limits);
    const fits = !even && counter.whole ? await checked(request, turns, packed, counter.whole, limits) : packed;
    if (typeof fits === 'number') return tooLong('the question', fits, limits.window - limits.least);
    const dropped = (await turns.at(fits.turns)) !== undefined;
    return filled(request, await turns.slice(0, fits.turns), dropped, fits.maxTokens, { limits, by: counter.kind });
  };

  const withCounter = async (request: ToFill, turns: Turns): Promise<Filled> => {
    const whole = { ...request, summary: undefined };
    const result = await tokens.with(request.model, async (counter) => {
      const without = await counted(whole, turns, counter);
      if (without instanceof Failure || request.summary === undefined || !without.use.dropped) return without;
      const summed = await counted(request, turns, counter);
      return summed instanceof Failure ? without : { ...summed, use: { ...summed.use, summary: true } };
    });
    if (result instanceof Failure) throw result;
    return result;
  };

  const fill = async (request: ToFill): Promise<Filled> => {
    const turns = new Turns(repository, readWhole, request.afterId);
    const { window, least } = limitsOf(request.model);
    const estimate = request.question.length > window ? roughly(request.question) : 0;
    if (estimate > FAR_TOO_LONG * window) {
      const taken = least + estimateTokens(request.instructions) + MOST.request + MOST.message;
      throw tooLong('the question', estimate, window - taken);
    }
    const whole = request.begun === '' ? await unquestioned(request, turns) : undefined;
    return whole ?? withCounter(request, turns);
  };

  return {
    fill,
    count: async (messages, model) => {
      await tokens.with(model, (counter) => sizes.ofMessages(messages, counter));
    },
    assertInstructions: async (instructions, model) => {
      const half = Math.floor(limitsOf(model).window / 2);
      if (mostTokens(instructions) <= half) return;
      const count = await tokens.with(model, (counter) => sizes.ofText(instructions, counter));
      if (count > half) throw tooLong('the system prompt', count, half);
    },
    assertFits: async (asking, question) => {
      await fill({ ...asking, question, afterId: null, begun: '', summary: undefined });
    },
  };
}

/** The question, of `tokens` with the names of its files alone, with as much of them as `room` tokens hold. */
async function wholeQuestion(
  { question: text, withFiles }: ToFill,
  tokens: number,
  room: number,
  counter: Counter,
): Promise<Fitted> {
  const count = async (tried: string): Promise<number> => (await counter.texts([tried]))[0] ?? 0;
  return withFiles ? fitted(withFiles, { text, tokens }, room, count) : { text, tokens };
}

/** Counts the request as a whole, and leaves turns out until that fits; its size where it never does. */
async function checked(
  request: ToFill,
  turns: Turns,
  packed: Packed,
  whole: NonNullable<Counter['whole']>,
  { window, most, least }: Limits,
): Promise<Packed | number> {
  for (let count = packed.turns; ; count -= 1) {
    const messages = messagesOf(request, await turns.slice(0, count));
    const input = await whole(messages, { thinking: request.thinking });
    if (input + least <= window) return { turns: count, maxTokens: Math.min(most, window - input) };
    if (count === 0) return input;
  }
}

/** What is left of an answer's room once `begun` tokens of it are written. */
function rest({ window, most, least }: Limits, begun: number): Limits {
  return { window, most: Math.max(1, most - begun), least: Math.max(1, least - begun) };
}

/** The estimate of a text of any length, by its beginning: looking at megabytes would hold everybody up. */
function roughly(text: string): number {
  const beginning = clip(text, LOOKED_AT);
  return Math.ceil((estimateTokens(beginning) * text.length) / Math.max(1, beginning.length));
}

function tooLong(what: string, tokens: number, limit: number): Failure {
  return new Failure('input_too_long', `${what} has ${tokens} tokens, and the model takes ${Math.max(0, limit)}`, {
    tokens,
    limit: Math.max(0, limit),
  });
}

function messagesOf(request: ToFill, turns: readonly Turn[]): PromptMessage[] {
  const history = turns.toReversed().flatMap(({ messages }) => messages);
  return [
    systemMessage(request.instructions, request.summary),
    ...history.map(({ role, text }): PromptMessage => ({ role, content: text })),
    { role: 'user', content: request.question },
    ...(request.begun === '' ? [] : [{ role: 'assistant' as const, content: request.begun }]),
  ];
}

function filled(
  request: ToFill,
  turns: readonly Turn[],
  dropped: boolean,
  maxTokens: number,
  { limits, by }: { limits: Limits; by?: WindowUse['by'] },
): Filled {
  return {
    messages: messagesOf({ ...request, summary: dropped ? request.summary : undefined }, turns),
    maxTokens,
    use: {
      limit: limits.window,
      output: maxTokens,
      from: turns.at(-1)?.messages[0]?.id ?? null,
      dropped,
      ...(by !== undefined && { by }),
    },
  };
}
