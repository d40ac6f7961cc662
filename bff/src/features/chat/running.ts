import type { Logger } from '../../logger';
import type { Model, PromptMessage } from '../../upstreams/model/model';
import { AnswerLog } from './answer-log';
import type { AnswersRepository } from './answers.repository';
import { produce } from './produce';
import { createKeeper } from './keeper';

/** What it takes to write one answer. */
export interface Job {
  prompt: PromptMessage[];
  model: string | undefined;
}

interface Entry {
  log: AnswerLog;
  topicId: string;
  userId: string;
  controller: AbortController;
  /** Fulfilled once the answer is stored and its readers are told. */
  ended: Promise<void>;
}

export interface RunningAnswers {
  /** Makes room for an answer about to be stored, so that whoever learns of it can follow it. */
  open(answerId: string, topicId: string, userId: string): void;
  /** Takes that back: the answer was not stored. */
  discard(answerId: string): void;
  /** Lets the model write it, while nobody or anybody follows. */
  start(answerId: string, job: Job): void;
  /** The log of an answer of this user that runs here. */
  find(answerId: string, userId: string): AnswerLog | undefined;
  /** Ends it as `stopped` and waits until that is stored. */
  stop(answerId: string): Promise<void>;
  stopTopic(topicId: string): Promise<void>;
  /** Gives running answers `graceMs` to end, then ends them as `interrupted`, their text kept. */
  drain(graceMs: number): Promise<void>;
}

export interface RunningParts {
  repository: AnswersRepository;
  model: Model;
  logger: Logger;
  /** Names this process in the leases of its answers. */
  owner: string;
  maxTokens: number;
}

/** The answers this process is writing. */
export function createRunningAnswers(parts: RunningParts): RunningAnswers {
  const entries = new Map<string, Entry>();
  const keeper = createKeeper(parts.repository, parts.owner, parts.logger);

  const run = async (entry: Entry, job: Job): Promise<void> => {
    const { log, controller } = entry;
    const release = keeper.keep(log, () => {
      controller.abort('interrupted');
    });
    const end = await produce(
      { log, prompt: job.prompt, model: job.model, maxTokens: parts.maxTokens, signal: controller.signal },
      parts.model,
      parts.logger,
    );
    log.seal();
    await release(end);
    log.finish(end);
    entries.delete(log.answerId);
  };
  const end = async (entry: Entry, status: 'stopped' | 'interrupted'): Promise<void> => {
    entry.controller.abort(status);
    await entry.ended;
  };

  return {
    open: (answerId, topicId, userId) => {
      const log = new AnswerLog(answerId);
      entries.set(answerId, { log, topicId, userId, controller: new AbortController(), ended: Promise.resolve() });
    },
    discard: (answerId) => {
      entries.delete(answerId);
    },
    start: (answerId, job) => {
      const entry = entries.get(answerId);
      if (entry) entry.ended = run(entry, job);
    },
    find: (answerId, userId) => {
      const entry = entries.get(answerId);
      return entry?.userId === userId ? entry.log : undefined;
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
      const all = () => Promise.all([...entries.values()].map((entry) => entry.ended));
      await Promise.race([all(), new Promise((resolve) => setTimeout(resolve, graceMs).unref())]);
      await Promise.all([...entries.values()].map((entry) => end(entry, 'interrupted')));
      keeper.close();
    },
  };
}
