import { join } from 'node:path';
import * as v from 'valibot';
import type { Bus } from '../../bus/bus';
import type { Config } from '../../config';
import type { Database } from '../../db/database';
import type { Logger } from '../../logger';
import type { Redis } from '../../redis/connection';
import type { Model } from '../../upstreams/model/model';
import { createAnswersRepository, type AnswersRepository } from './answers.repository';
import { createElsewhere, type Elsewhere } from './elsewhere';
import { createFileJournal } from './journal/file-journal';
import { createRedisJournal } from './journal/redis-journal';
import type { MessagesRepository } from './messages/messages.repository';
import type { Questions } from './questions';
import { createRunningAnswers, type RunningAnswers, type RunningParts } from './running';
import { createSlots, type Slots } from './slots';
import { startTakeover, type Takeover } from './takeover';

/** On the bus: answers wait for a process to write on, a user has another's answers now, what one process is told. */
const HANDED_OVER = 'handed-over';
const MOVED = 'moved';
const Moved = v.object({ from: v.string(), to: v.string() });
type Moved = v.InferOutput<typeof Moved>;
const StopHere = v.object({ stop: v.string() });
type StopHere = v.InferOutput<typeof StopHere>;
const channelOf = (owner: string): string => `process:${owner}`;

export interface WritingParts extends Pick<RunningParts, 'ended'> {
  config: Config;
  database: Database;
  messages: Pick<MessagesRepository, 'findAny'>;
  questions: Pick<Questions, 'rest'>;
  model: Model;
  bus: Bus;
  redis: Redis | undefined;
  /** Names this process. */
  owner: string;
  logger: Logger;
}

/** All that writes answers in this process, and reads those of others. */
export interface Writing {
  answers: AnswersRepository;
  running: RunningAnswers;
  elsewhere: Elsewhere;
  slots: Slots;
  takeover: Takeover;
  /** Tells the process `owner` to end an answer that it writes. */
  stopElsewhere(owner: string, answerId: string): void;
  /** Tells every process that the answers of one user are another's from now on. */
  tellMoved(moved: Moved): void;
  /** Lets go of all it reads and writes; the answers were handed over before. */
  close(): Promise<void>;
}

export function createWriting(parts: WritingParts): Writing {
  const { config, database, messages, questions, model, bus, redis, owner, logger } = parts;
  const answers = createAnswersRepository(database);
  const journal = redis ? createRedisJournal(redis, logger) : createFileJournal(join(config.dataDir, 'running'));
  const elsewhere = createElsewhere({ journal, find: messages.findAny, logger });
  const slots = createSlots(config.limits);
  const running = createRunningAnswers({
    repository: answers,
    journal,
    model,
    slots,
    logger,
    owner,
    lost: elsewhere.adopt,
    handedOver: () => bus.publish(HANDED_OVER, {}),
    ended: parts.ended,
  });
  const takeover = startTakeover({ repository: answers, journal, running, owner, workFor: questions.rest, logger });

  bus.subscribe(HANDED_OVER, () => void takeover.look());
  bus.subscribe(MOVED, (message) => {
    if (v.is(Moved, message)) running.move(message.from, message.to);
  });
  bus.subscribe(channelOf(owner), (message) => {
    if (v.is(StopHere, message)) void running.stop(message.stop);
  });

  return {
    answers,
    running,
    elsewhere,
    slots,
    takeover,
    stopElsewhere: (process, answerId) => bus.publish(channelOf(process), { stop: answerId } satisfies StopHere),
    tellMoved: (moved) => bus.publish(MOVED, moved),
    close: async () => {
      elsewhere.close();
      await journal.close();
    },
  };
}
