import type { MessageRow } from '../../db/schema';
import type { Logger } from '../../logger';
import { longer } from './answer-log';
import type { AnswersRepository } from './answers.repository';
import type { Journal } from './journal/journal';
import { shownIn } from '../evidence/shown';
import type { Writer } from './questions';
import type { RunningAnswers, Work } from './running';

/** How often answers are looked for that nobody writes any more, in ms. */
const LOOK_MS = 2000;
/** Answers taken over in one go. */
const BATCH = 20;

export interface TakeoverParts {
  repository: AnswersRepository;
  journal: Journal;
  running: RunningAnswers;
  owner: string;
  /** What is to become of an answer of which `text` is written. */
  workFor(row: MessageRow, text: string, writer: Writer): Promise<Work>;
  logger: Logger;
}

export interface Takeover {
  /** Looks now for answers whose writer is dead or gave them away, and takes them over. Never rejects. */
  look(): Promise<void>;
  close(): void;
}

/** Takes over the answers of processes that died, every two seconds and when told. */
export function startTakeover(parts: TakeoverParts): Takeover {
  const { repository, journal, running, logger } = parts;
  let looking: Promise<void> | undefined;
  let closed = false;

  const takeOver = async (answerId: string, known: 'dead' | 'unknown'): Promise<void> => {
    // Ours, with a database too slow for the lease: its own checkpoint makes that good, or tells that it is lost.
    if (running.has(answerId)) return;
    const since = performance.now();
    const row = await repository.claim(answerId, parts.owner, known);
    if (row === 'held') return;
    if (row === 'ended') return journal.forget(answerId);
    const generation = row.lease_generation;
    const held = await journal.takeOver(answerId, generation);
    const text = longer(held.text, row.text);
    const thought = longer(held.reasoning, row.reasoning ?? '');
    // Thinking that led to no word yet begins again, in a paragraph of its own.
    const reasoning = text === '' && thought !== '' ? `${thought}\n\n` : thought;
    if (text !== held.text || reasoning !== held.reasoning) {
      await journal.write(answerId, generation, [
        { kind: 'reasoning', offset: 0, text: reasoning },
        { kind: 'text', offset: 0, text },
      ]);
    }
    logger.warn({ answerId, generation, length: text.length, ended: held.end?.status }, 'answer taken over');
    const sources = shownIn(row);
    running.open({ answerId, topicId: row.topic_id, userId: row.user_id, text, reasoning, sources });
    running.start(answerId, { generation, since }, async (writer) => {
      if (held.end) return { end: held.end };
      if (row.stop_asked === 1) return { end: { status: 'stopped' } };
      return parts.workFor(row, text, writer);
    });
  };
  const all = async (answerIds: string[], known: 'dead' | 'unknown'): Promise<void> => {
    for (const answerId of answerIds) {
      if (closed) return;
      await takeOver(answerId, known).catch((error: unknown) => {
        logger.error({ err: error, answerId }, 'taking an answer over failed');
      });
    }
  };
  const pass = async (): Promise<void> => {
    try {
      await all(await journal.orphans(), 'dead');
      await all(await repository.abandoned(BATCH), 'unknown');
    } catch (error) {
      logger.error({ err: error }, 'looking for abandoned answers failed');
    }
  };
  const look = (): Promise<void> => {
    looking ??= pass().finally(() => {
      looking = undefined;
    });
    return looking;
  };
  const timer = setInterval(() => void look(), LOOK_MS);
  timer.unref();

  return {
    look,
    close: () => {
      closed = true;
      clearInterval(timer);
    },
  };
}
