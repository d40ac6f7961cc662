import type { WindowUse } from '@huati/shared';
import type { Logger } from '../../logger';
import type { Model, PromptMessage } from '../../upstreams/model/model';
import { AnswerLog, type AnswerEnd } from './answer-log';
import { AnswerWriter } from './answer-writer';
import type { AnswersRepository } from './answers.repository';
import type { Journal } from './journal/journal';
import { createKeeper } from './keeper';
import { failedEnd, produce } from './produce';
import type { Given, Shown } from '../evidence/given';
import type { Drawable } from '../evidence/pictures';
import type { Toolbox } from '../planning/tools/toolbox';
import type { Writer } from './questions';
import type { Slots } from './slots';

/** What the model is to read, and whether it goes on with the last message of it, an assistant's. */
export interface Job {
  prompt: PromptMessage[];
  /** What it is shown with the last of a person's messages; drawn in the answer's turn, so that none is held while it waits. */
  pictures: readonly Drawable[];
  model: string | undefined;
  maxTokens: number;
  thinking?: boolean | undefined;
  continues: boolean;
  /** What it may have done meanwhile; none where it goes on with a text. */
  tools?: Toolbox | undefined;
  /** What of the topic `prompt` holds. */
  window?: WindowUse;
}

/**
 * What is to become of an answer: the model writes it, `say` is its text, or nothing more is written and it ends. What it rests
 * on, `given`, is stored and told by whoever gives the work, before that.
 */
export type Work = { job: Job } | { say: string; given: Given } | { end: AnswerEnd };

/** An answer about to be written here. */
export interface Opening {
  answerId: string;
  topicId: string;
  userId: string;
  /** What earlier writers wrote. */
  text?: string;
  reasoning?: string;
  /** What it rests on, where an earlier writer found that. */
  sources?: Shown | undefined;
}

/** Tells what is to be done about an answer that is written here. */
export type ToWork = (writer: Writer) => Promise<Work>;

interface Entry extends Opening {
  log: AnswerLog;
  controller: AbortController;
  /** Fulfilled once the answer is stored, handed over or lost. */
  left: Promise<void>;
}

/** Under which lease an answer is written, asked for at `since` of `performance.now()`. */
export interface Held {
  generation: number;
  since: number;
}

export interface RunningAnswers {
  /** Makes room for an answer about to be stored, so that whoever learns of it can follow it. */
  open(opening: Opening): void;
  /** Takes that back: the answer was not stored. */
  discard(answerId: string): void;
  /** Lets the model write it in its turn, while nobody or anybody follows. `work` tells what is to be done. */
  start(answerId: string, held: Held, work: ToWork): void;
  has(answerId: string): boolean;
  /** The log of an answer of this user that runs here. */
  find(answerId: string, userId: string): AnswerLog | undefined;
  /** From now on `to` has what was `from`'s. */
  move(from: string, to: string): void;
  /** Ends it as `stopped` and waits until that is stored. */
  stop(answerId: string): Promise<void>;
  stopTopic(topicId: string): Promise<void>;
  /** Gives running answers `graceMs` to end, then hands them over to whichever process comes next, their text kept. */
  drain(graceMs: number): Promise<void>;
}

export interface RunningParts {
  repository: AnswersRepository;
  journal: Journal;
  model: Model;
  slots: Slots;
  logger: Logger;
  /** Names this process in the leases of its answers. */
  owner: string;
  /** Another process writes the answer now: its readers here are to be fed from there. */
  lost(log: AnswerLog): void;
  /** Answers were handed over, and wait for a process to take them. */
  handedOver(): void;
  /** An answer that this process wrote is stored and its readers know. Must not throw. */
  ended(answerId: string, end: AnswerEnd): void;
}

type Leaving = 'stopped' | 'lost' | 'handover';

/** The answers this process is writing. */
export function createRunningAnswers(parts: RunningParts): RunningAnswers {
  const { journal, model, slots, logger } = parts;
  const entries = new Map<string, Entry>();
  const keeper = createKeeper(parts.repository, parts.owner, logger);
  const leave = (entry: Entry, why: Leaving): void => entry.controller.abort(why);

  const tellSourced = async (answerId: string, generation: number): Promise<void> => {
    try {
      await journal.sourced?.(answerId, generation);
    } catch (error) {
      logger.warn({ err: error, answerId }, 'who reads an answer elsewhere sees later what it rests on');
    }
  };

  const write = async (entry: Entry, writer: AnswerWriter, work: () => Promise<Work>): Promise<AnswerEnd> => {
    const { log, controller, userId } = entry;
    const { signal } = controller;
    let free: (() => void) | undefined;
    try {
      const todo = await Promise.race([work(), aborted(signal)]);
      if (todo === 'aborted') return { status: 'stopped' };
      if ('end' in todo) return todo.end;
      if ('say' in todo) return say(log, writer, todo.say);
      free = await slots.enter(userId, signal, (position) => log.setStage('queued', { position }));
      if (!free) return { status: 'stopped' };
      return await produce({ log, writer, job: todo.job, signal }, model, logger);
    } catch (error) {
      return failedEnd(error, log.answerId, logger);
    } finally {
      free?.();
    }
  };

  const run = async (entry: Entry, { generation, since }: Held, work: ToWork): Promise<void> => {
    const { log, controller } = entry;
    const onLost = () => leave(entry, 'lost');
    const lease = keeper.keep({ log, generation, since, onLost, onStopAsked: () => leave(entry, 'stopped') });
    const writer = new AnswerWriter({ log, journal, lease, logger, running: () => entries.size, onLost });
    journal.expect(log.answerId, generation);
    const { signal } = controller;
    const sourced = () => tellSourced(log.answerId, generation);
    const end = await write(entry, writer, () => work({ log, generation, signal, sourced }));
    await writer.seal();
    if (controller.signal.reason === 'handover') {
      await lease.handOver();
      return;
    }
    if (!writer.lost && controller.signal.reason !== 'lost') {
      await writer.end(end);
      if (await lease.finish(end)) {
        log.finish(end);
        parts.ended(log.answerId, end);
        await journal.forget(log.answerId);
        return;
      }
    }
    lease.drop();
    parts.lost(log);
  };
  const ran = async (entry: Entry, held: Held, work: ToWork): Promise<void> => {
    try {
      await run(entry, held, work);
    } catch (error) {
      logger.error({ err: error, answerId: entry.answerId }, 'leaving an answer failed');
    } finally {
      entries.delete(entry.answerId);
    }
  };
  const end = async (entry: Entry, why: Leaving): Promise<void> => {
    leave(entry, why);
    await entry.left;
  };

  return {
    open: (opening) => {
      const log = new AnswerLog(opening.answerId, opening.text, opening.reasoning, opening.sources);
      const entry = { ...opening, log, controller: new AbortController(), left: Promise.resolve() };
      entries.set(opening.answerId, entry);
    },
    discard: (answerId) => {
      entries.delete(answerId);
    },
    start: (answerId, held, work) => {
      const entry = entries.get(answerId);
      if (entry) entry.left = ran(entry, held, work);
    },
    has: (answerId) => entries.has(answerId),
    find: (answerId, userId) => {
      const entry = entries.get(answerId);
      return entry?.userId === userId ? entry.log : undefined;
    },
    move: (from, to) => {
      for (const entry of entries.values()) if (entry.userId === from) entry.userId = to;
    },
    stop: async (answerId) => {
      const entry = entries.get(answerId);
      if (entry) await end(entry, 'stopped');
    },
    stopTopic: async (topicId) => {
      const inTopic = [...entries.values()].filter((entry) => entry.topicId === topicId);
      await Promise.all(inTopic.map((entry) => end(entry, 'stopped')));
    },
    drain: async (graceMs) => {
      const all = () => Promise.all([...entries.values()].map((entry) => entry.left));
      await Promise.race([all(), new Promise((resolve) => setTimeout(resolve, graceMs).unref())]);
      const rest = [...entries.values()];
      await Promise.all(rest.map((entry) => end(entry, 'handover')));
      if (rest.length > 0) parts.handedOver();
      keeper.close();
    },
  };
}

/** Writes a text that is there already as an answer is written, but for the model. */
function say(log: AnswerLog, writer: AnswerWriter, text: string): AnswerEnd {
  log.setStage('answering');
  writer.append('text', text);
  return { status: 'complete' };
}

/** Resolves once `signal` is aborted: whoever ends an answer does not wait for what only prepares it. */
function aborted(signal: AbortSignal): Promise<'aborted'> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve('aborted');
    else signal.addEventListener('abort', () => resolve('aborted'), { once: true });
  });
}
