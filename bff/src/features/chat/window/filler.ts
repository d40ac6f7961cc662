import { clip, type WindowUse } from '@huati/shared';
import { Failure } from '../../../failure';
import type { Model, PromptMessage } from '../../../upstreams/model/model';
import type { Counter } from '../../../upstreams/model/tokens/counter';
import { estimateTokens, mostTokens } from '../../../upstreams/model/tokens/estimate';
import type { HistoryRow, MessagesRepository } from '../messages/messages.repository';
import type { Given } from '../../evidence/given';
import { tokensOfPicture, type Drawable } from '../../evidence/pictures';
import { fitted, type WithEvidence } from './fitted';
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
  /** What files and knowledge have to say to it; as much of that is given as fits. */
  evidence?: WithEvidence | undefined;
  /** What the model may be shown with it, the most important first. */
  pictures?: readonly Drawable[];
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
  /** What of the evidence it is to read. */
  given?: Given | undefined;
  /** Those of the pictures that fit with the question, the last of a person's messages. */
  pictures: readonly Drawable[];
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
/** The parts of the window that chosen passages may take, and that all of the files may not where something was said before. */
const CHOSEN = 0.5;
const SAID_BEFORE = 0.25;
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
    const { evidence, pictures = [] } = asked;
    if (evidence && evidence.total > limits.window) return undefined;
    const all = evidence && (await evidence.give(evidence.total));
    const request = { ...asked, question: all?.text ?? asked.question, given: all?.given };
    const fixed = mostTokens(request.instructions) + mostTokens(request.question) + 2 * MOST.message;
    let most = MOST.request + fixed + sumOf(pictures.map(tokensOfPicture));
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
    const left = Math.max(0, room - spare - question);
    const { request, size, seen } = await withAllOfIt(asked, question, counter, { left, window: limits.window });
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
    // The endpoint counts texts: what is seen is kept out of its window beforehand.
    const seenless = { ...limits, window: limits.window - seen };
    const fits = !even && counter.whole ? await checked(request, turns, packed, counter.whole, seenless) : packed;
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
      const read = await Promise.all(messages.map(readWhole));
      await tokens.with(model, (counter) => sizes.ofMessages(read, counter));
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

/**
 * The question, of `least` tokens with the names of its files alone, with as many pictures and as much of its evidence as `left`
 * tokens hold. `size` is that of all of it, `seen` of the pictures alone.
 */
async function withAllOfIt(
  asked: ToFill,
  least: number,
  counter: Counter,
  { left, window }: { left: number; window: number },
): Promise<{ request: Ready; size: number; seen: number }> {
  // Half of what is left at the most: what stands in files counts too.
  const pictures = (asked.pictures ?? []).filter(
    (_, at, all) => sumOf(all.slice(0, at + 1).map(tokensOfPicture)) <= left / 2,
  );
  const seen = sumOf(pictures.map(tokensOfPicture));
  const { evidence, question } = asked;
  if (!evidence) return { request: { ...asked, pictures }, size: least + seen, seen };
  const before = asked.afterId === null ? 0 : Math.floor(window * SAID_BEFORE);
  const room = {
    whole: Math.max(0, left - seen - before),
    chosen: Math.max(0, Math.min(left - seen, Math.floor(window * CHOSEN))),
  };
  const count = async (tried: string): Promise<number> => (await counter.texts([tried]))[0] ?? 0;
  const { text, size, given } = await fitted(evidence, { text: question, size: least }, room, count);
  return { request: { ...asked, question: text, given: given ?? evidence.nothing, pictures }, size: size + seen, seen };
}

/** Counts the request as a whole, and leaves turns out until that fits; its size where it never does. */
async function checked(
  request: Ready,
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

function sumOf(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + size, 0);
}

function tooLong(what: string, tokens: number, limit: number): Failure {
  return new Failure('input_too_long', `${what} has ${tokens} tokens, and the model takes ${Math.max(0, limit)}`, {
    tokens,
    limit: Math.max(0, limit),
  });
}

/** A question with what is given with it. */
type Ready = ToFill & { given?: Given | undefined };

function messagesOf(request: Ready, turns: readonly Turn[]): PromptMessage[] {
  const history = turns.toReversed().flatMap(({ messages }) => messages);
  return [
    systemMessage(request.instructions, request.summary),
    ...history.map(({ role, text }): PromptMessage => ({ role, content: text })),
    { role: 'user', content: request.question },
    ...(request.begun === '' ? [] : [{ role: 'assistant' as const, content: request.begun }]),
  ];
}

function filled(
  request: Ready,
  turns: readonly Turn[],
  dropped: boolean,
  maxTokens: number,
  { limits, by }: { limits: Limits; by?: WindowUse['by'] },
): Filled {
  return {
    messages: messagesOf({ ...request, summary: dropped ? request.summary : undefined }, turns),
    maxTokens,
    given: request.given,
    pictures: request.pictures ?? [],
    use: {
      limit: limits.window,
      output: maxTokens,
      from: turns.at(-1)?.messages[0]?.id ?? null,
      dropped,
      ...(by !== undefined && { by }),
    },
  };
}
