import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import * as v from 'valibot';
import { createLocalBus, type Bus } from './bus/bus';
import { createRedisBus } from './bus/redis-bus';
import type { Config } from './config';
import type { Database } from './db/database';
import { createAccountRepository } from './features/account/account.repository';
import { createAccountService } from './features/account/account.service';
import { createAnswersRepository } from './features/chat/answers.repository';
import { chatCalls } from './features/chat/chat.socket';
import { createChatService } from './features/chat/chat.service';
import { createBeside } from './features/chat/beside/beside';
import { createMessagesRepository } from './features/chat/messages/messages.repository';
import { createMessagesService } from './features/chat/messages/messages.service';
import { createElsewhere } from './features/chat/elsewhere';
import { createFileJournal } from './features/chat/journal/file-journal';
import { createRedisJournal } from './features/chat/journal/redis-journal';
import { createRoundsRepository } from './features/chat/rounds.repository';
import { createSlots } from './features/chat/slots';
import { startTakeover } from './features/chat/takeover';
import { createRunningAnswers } from './features/chat/running';
import { createWindow } from './features/chat/window/window';
import { createRolesRepository } from './features/roles/roles.repository';
import { createRolesService } from './features/roles/roles.service';
import { createSearchRepository } from './features/topics/search.repository';
import { createTopicsRepository } from './features/topics/topics.repository';
import { createTopicsService } from './features/topics/topics.service';
import { toTopic } from './features/topics/to-topic';
import { createHttpApp } from './http/app';
import type { Probe } from './http/health';
import { newId } from './ids';
import { limitPerMinute } from './limits';
import type { Logger } from './logger';
import type { Redis } from './redis/connection';
import { createSocketServer } from './socket/server';
import type { Model } from './upstreams/model/model';

/** Calls the connections of one user may make a minute: far above what people do, below what hurts. */
const CALLS_PER_MINUTE = 6000;
const READY_TIMEOUT_MS = 2000;

/** On the bus: answers wait for a process to write on, and what one process is told. */
const HANDED_OVER = 'handed-over';
const StopHere = v.object({ stop: v.string() });
type StopHere = v.InferOutput<typeof StopHere>;
const channelOf = (owner: string): string => `process:${owner}`;

export interface AppParts {
  config: Config;
  database: Database;
  model: Model;
  /** Signs sessions. */
  secret: Uint8Array;
  logger: Logger;
  /** Where several processes serve one deployment. */
  redis?: Redis | undefined;
}

export interface App {
  /** Not listening yet. */
  http: Server;
  /** Takes over what a former run left unfinished; to be called before listening. Never rejects. */
  begin(): Promise<void>;
  /**
   * Takes nothing new, tells clients to move where there is another process, gives running answers their grace, hands
   * the rest over, ends the connections, then closes the server. Database and Redis are the caller's to close.
   */
  close(): Promise<void>;
}

/** Builds the BFF from its parts. */
export function createApp({ config, database, model, secret, logger, redis }: AppParts): App {
  const owner = newId();
  const http = createServer();
  const account = createAccountService(createAccountRepository(database), secret);
  const messagesRepository = createMessagesRepository(database);
  const topicsRepository = createTopicsRepository(database);
  const rounds = createRoundsRepository(database);
  const answers = createAnswersRepository(database);
  const bus = redis ? createRedisBus(redis, owner, logger) : createLocalBus();
  const journal = redis ? createRedisJournal(redis, logger) : createFileJournal(join(config.dataDir, 'running'));
  const elsewhere = createElsewhere({ journal, find: messagesRepository.find, logger });
  const { filler, memory, questions } = createWindow({
    messages: messagesRepository,
    topics: topicsRepository,
    model,
    config,
    logger,
  });
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
    ended: (...ended) => void beside.afterwards(...ended),
  });
  const takeover = startTakeover({ repository: answers, journal, running, owner, workFor: questions.rest, logger });
  hear(bus, owner, { look: () => void takeover.look(), stop: (answerId) => void running.stop(answerId) });
  const admitAddress = limitPerMinute(config.limits.requestsPerMinute, 'requests from this address');

  const sockets = createSocketServer(http, {
    authenticate: account.authenticate,
    callsFor: (user, delivery) => chatCalls(chat, user.id, delivery),
    admitAddress,
    admitCall: limitPerMinute(config.limits.asksPerMinute === 0 ? 0 : CALLS_PER_MINUTE, 'calls'),
    bus,
    corsOrigins: config.corsOrigins,
    logger,
  });
  const topics = createTopicsService({
    repository: topicsRepository,
    search: createSearchRepository(database),
    leafOf: messagesRepository.leafOf,
    announce: sockets.announce,
    stopAnswersOf: running.stopTopic,
    assertInstructions: filler.assertInstructions,
  });
  const beside = createBeside({
    on: config.beside,
    model,
    filler,
    messages: messagesRepository,
    topics: topicsRepository,
    toTopic,
    announce: (userId, topic) => sockets.announce(userId, { topicId: topic.id, topic }),
    touched: topics.touched,
    logger,
  });
  const chat = createChatService({
    repository: messagesRepository,
    rounds,
    answers,
    running,
    elsewhere,
    questions,
    slots,
    owner,
    assertFits: memory.assertFits,
    stopElsewhere: (process, answerId) => bus.publish(channelOf(process), { stop: answerId } satisfies StopHere),
    admit: limitPerMinute(config.limits.asksPerMinute, 'questions', redis),
    touched: topics.touched,
  });
  let closing = false;
  const messages = createMessagesService({
    repository: messagesRepository,
    running,
    show: rounds.show,
    assertOwnTopic: topics.get,
    touched: topics.touched,
  });

  const express = createHttpApp({
    account,
    topics,
    messages,
    suggestions: beside.suggestions,
    roles: createRolesService(createRolesRepository(database)),
    probes: probesOf({ database, model, redis }),
    isClosing: () => closing,
    admitAddress,
    config,
    logger,
  });
  http.on('request', express);

  return {
    http,
    begin: async () => {
      void model.tokens.with(undefined, () => Promise.resolve());
      await takeover.look();
    },
    close: async () => {
      closing = true;
      chat.close();
      takeover.close();
      // With others to go to, nobody waits here; what runs is followed from there.
      if (redis) await sockets.move();
      await running.drain(config.shutdownGraceMs);
      beside.close();
      await sockets.close();
      elsewhere.close();
      await journal.close();
    },
  };
}

/** What other processes of the deployment tell this one. */
function hear(bus: Bus, owner: string, on: { look(): void; stop(answerId: string): void }): void {
  bus.subscribe(HANDED_OVER, () => on.look());
  bus.subscribe(channelOf(owner), (message) => {
    if (v.is(StopHere, message)) on.stop(message.stop);
  });
}

/** What must answer for the process to be ready. */
function probesOf({ database, model, redis }: Pick<AppParts, 'database' | 'model' | 'redis'>): Record<string, Probe> {
  return {
    database: database.ping,
    model: () => model.ping(READY_TIMEOUT_MS),
    ...(redis && {
      redis: async () => {
        await redis.commands.ping();
      },
    }),
  };
}
