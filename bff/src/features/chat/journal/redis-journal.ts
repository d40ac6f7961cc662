import * as v from 'valibot';
import type { Logger } from '../../../logger';
import { PREFIX, type Redis } from '../../../redis/connection';
import { script } from '../../../redis/script';
import { withinTime } from '../../../within-time';
import type { AnswerEnd } from '../answer-log';
import { GATHER_MS, written, type Journal, type Journalled, type Outcome, type Piece } from './journal';
import { createStreamReader, type StreamEntry } from './stream-reader';

/** What a process that dies leaves behind goes after this, in ms: far longer than any answer takes. */
const LIFE_MS = 3_600_000;
/** Readers elsewhere that are slow still find the end of an answer for so long, in ms. */
const AFTER_END_MS = 60_000;
/** A write that Redis does not answer in this time has failed, in ms. */
const WRITE_MS = 2000;

/**
 * Adds one entry to an answer's stream, unless a later generation writes it (`lost`) or the text before it is not all
 * there (`gap`), as after a restart of Redis. The state beside the stream holds the newest generation and the lengths.
 */
const WRITE = `
local generation = tonumber(redis.call('HGET', KEYS[2], 'generation') or '0')
if generation > tonumber(ARGV[1]) then return 'lost' end
local kind, offset = ARGV[2], tonumber(ARGV[3])
if offset > 0 and tonumber(redis.call('HGET', KEYS[2], kind) or '0') ~= offset then return 'gap' end
redis.call('HSET', KEYS[2], 'generation', ARGV[1], kind, ARGV[4])
redis.call('XADD', KEYS[1], '*', 'kind', kind, 'offset', ARGV[3], 'text', ARGV[5])
redis.call('PEXPIRE', KEYS[1], ARGV[6])
redis.call('PEXPIRE', KEYS[2], ARGV[6])
return 'kept'`;

const FENCE = `
local generation = tonumber(redis.call('HGET', KEYS[1], 'generation') or '0')
if generation < tonumber(ARGV[1]) then redis.call('HSET', KEYS[1], 'generation', ARGV[1]) end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 'kept'`;

const Reply = v.picklist(['kept', 'lost', 'gap']);

/** The journal of several processes: a Redis stream an answer, which is also what followers elsewhere read. */
export function createRedisJournal({ commands, reader }: Redis, logger: Logger): Journal {
  const streams = createStreamReader(reader, logger);
  const add = script(commands, WRITE);
  const fence = script(commands, FENCE);

  const write = async (
    answerId: string,
    generation: number,
    kind: string,
    { offset, text }: Pick<Piece, 'offset' | 'text'>,
  ): Promise<Outcome> => {
    const numbers = [generation, kind, offset, offset + text.length].map(String);
    return v.parse(Reply, await inTime(add(keysOf(answerId), [...numbers, text, String(LIFE_MS)])));
  };
  const read = async (answerId: string): Promise<Journalled> => {
    const entries = (await inTime(commands.xRange(keysOf(answerId)[0], '-', '+'))) ?? [];
    return entries.reduce<Journalled>((held, { message }) => replay(held, message), { text: '', reasoning: '' });
  };

  return {
    gatherMs: GATHER_MS,

    expect: () => undefined,

    write: async (answerId, generation, pieces) => {
      for (const piece of pieces) {
        const outcome = await write(answerId, generation, piece.kind, piece);
        if (outcome !== 'kept') return outcome;
      }
      return 'kept';
    },

    sourced: (answerId, generation) => write(answerId, generation, 'sources', { offset: 0, text: '' }),

    writeEnd: (answerId, generation, end) =>
      write(answerId, generation, 'end', { offset: 0, text: JSON.stringify(end) }),

    takeOver: async (answerId, generation) => {
      const [, state] = keysOf(answerId);
      await inTime(fence([state], [String(generation), String(LIFE_MS)]));
      return read(answerId);
    },

    read,

    forget: async (answerId) => {
      const [stream, state] = keysOf(answerId);
      await inTime(
        commands
          .multi()
          .xAdd(stream, '*', { kind: 'stored', offset: '0', text: '' })
          .pExpire(stream, AFTER_END_MS)
          .pExpire(state, AFTER_END_MS)
          .exec(),
      );
    },

    orphans: () => Promise.resolve([]),

    watch: (answerId, on) =>
      streams.watch(keysOf(answerId)[0], (entry) => {
        const piece = toPiece(entry);
        if (piece) on(piece);
      }),

    close: () => Promise.resolve(streams.close()),
  };
}

/** The stream and the state beside it. */
function keysOf(answerId: string): [string, string] {
  return [`${PREFIX}answer:${answerId}`, `${PREFIX}answer:${answerId}:state`];
}

function toPiece({ kind, offset, text }: StreamEntry): Piece | 'sourced' | 'stored' | undefined {
  if (kind === 'stored') return 'stored';
  if (kind === 'sources') return 'sourced';
  if (kind !== 'text' && kind !== 'reasoning') return undefined;
  return { kind, offset: Number(offset), text: text ?? '' };
}

function replay(held: Journalled, entry: StreamEntry): Journalled {
  if (entry.kind === 'end') return { ...held, end: JSON.parse(entry.text ?? '') as AnswerEnd };
  const piece = toPiece(entry);
  if (typeof piece !== 'object') return held;
  return { ...held, [piece.kind]: written(held[piece.kind], piece) ?? held[piece.kind] };
}

/** Redis answers in parts of a ms; one that hangs is as good as away. */
function inTime<T>(reply: Promise<T>): Promise<T> {
  return withinTime(reply, WRITE_MS, 'no answer of Redis');
}
