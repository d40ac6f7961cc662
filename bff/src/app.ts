import { createServer, type Server } from 'node:http';
import type { Config } from './config';
import type { Database } from './db/database';
import { createAccountRepository } from './features/account/account.repository';
import { createAccountService } from './features/account/account.service';
import { createAnswersRepository } from './features/chat/answers.repository';
import { chatCalls } from './features/chat/chat.socket';
import { createChatService } from './features/chat/chat.service';
import { createMessagesRepository } from './features/chat/messages.repository';
import { createMessagesService } from './features/chat/messages.service';
import { startReaper } from './features/chat/reaper';
import { createRunningAnswers } from './features/chat/running';
import { createTopicsRepository } from './features/topics/topics.repository';
import { createTopicsService } from './features/topics/topics.service';
import { createHttpApp } from './http/app';
import { newId } from './ids';
import { limitPerMinute } from './limits';
import type { Logger } from './logger';
import { createSocketServer } from './socket/server';
import type { Model } from './upstreams/model/model';

/** Calls the connections of one user may make a minute: far above what people do, below what hurts. */
const CALLS_PER_MINUTE = 6000;
const READY_TIMEOUT_MS = 2000;

export interface AppParts {
  config: Config;
  database: Database;
  model: Model;
  /** Signs sessions. */
  secret: Uint8Array;
  logger: Logger;
}

export interface App {
  /** Not listening yet. */
  http: Server;
  /**
   * Takes nothing new, gives running answers their grace, stores them, ends the connections, then closes the server.
   * The database is the caller's to close.
   */
  close(): Promise<void>;
}

/** Builds the BFF from its parts. */
export function createApp({ config, database, model, secret, logger }: AppParts): App {
  const owner = newId();
  const http = createServer();
  const account = createAccountService(createAccountRepository(database), secret);
  const messagesRepository = createMessagesRepository(database);
  const answersRepository = createAnswersRepository(database);
  const stopReaper = startReaper(answersRepository, logger);
  const { maxOutputTokens } = config.model;
  const running = createRunningAnswers({
    repository: answersRepository,
    model,
    logger,
    owner,
    maxTokens: maxOutputTokens,
  });
  const admitAddress = limitPerMinute(config.limits.requestsPerMinute, 'requests from this address');

  const sockets = createSocketServer(http, {
    authenticate: account.authenticate,
    callsFor: (user, delivery) => chatCalls(chat, user.id, delivery),
    admitAddress,
    admitCall: limitPerMinute(config.limits.asksPerMinute === 0 ? 0 : CALLS_PER_MINUTE, 'calls'),
    corsOrigins: config.corsOrigins,
    logger,
  });
  const topics = createTopicsService({
    repository: createTopicsRepository(database),
    announce: sockets.announce,
    stopAnswersOf: running.stopTopic,
  });
  const assertOwnTopic = async (userId: string, topicId: string): Promise<void> => {
    await topics.get(userId, topicId);
  };
  const chat = createChatService({
    repository: messagesRepository,
    running,
    owner,
    window: config.model,
    admit: limitPerMinute(config.limits.asksPerMinute, 'questions'),
    assertOwnTopic,
    touched: topics.touched,
  });
  const messages = createMessagesService({ repository: messagesRepository, running, assertOwnTopic });

  const express = createHttpApp({
    account,
    topics,
    messages,
    probes: { database: database.ping, model: () => model.ping(READY_TIMEOUT_MS) },
    admitAddress,
    config,
    logger,
  });
  http.on('request', express);

  return {
    http,
    close: async () => {
      chat.close();
      stopReaper();
      await running.drain(config.shutdownGraceMs);
      await sockets.close();
    },
  };
}
