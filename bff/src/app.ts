import { createServer, type Server } from 'node:http';
import { createLocalBus, type Bus } from './bus/bus';
import { createRedisBus } from './bus/redis-bus';
import type { Config } from './config';
import type { Database } from './db/database';
import type { AccountService } from './features/account/account.service';
import { createAccounts } from './features/account/accounts';
import { createAudit, type Audit } from './features/audit/audit';
import { createAnswerCache } from './features/answer-cache/answer-cache';
import type { ContentCheck } from './features/content/content-check';
import { chatCalls } from './features/chat/chat.socket';
import { createChatService, type ChatService } from './features/chat/chat.service';
import { createBeside, type Beside } from './features/chat/beside/beside';
import { createMessagesRepository, type MessagesRepository } from './features/chat/messages/messages.repository';
import { createMessagesService } from './features/chat/messages/messages.service';
import { createRoundsRepository } from './features/chat/rounds.repository';
import { createWindow } from './features/chat/window/window';
import { createWriting, type Writing } from './features/chat/writing';
import { createEvidence, type Evidence } from './features/evidence/evidence';
import { createReadPicture } from './features/evidence/read-picture';
import type { FindingPace } from './features/evidence/finding';
import { createFiles, type Files } from './features/files/files';
import { createFormulas, type Formulas } from './features/formulas/formulas';
import { createHandoff } from './features/handoff/handoff';
import type { KnowledgePace } from './features/knowledge/again';
import { createKnowledge } from './features/knowledge/knowledge';
import type { Sending } from './features/knowledge/sending';
import { createReports } from './features/reports/reports';
import { createKnowing } from './features/retrieval/create-knowing';
import { createRolesRepository } from './features/roles/roles.repository';
import { createRolesService } from './features/roles/roles.service';
import { createTemplatesRepository } from './features/templates/templates.repository';
import { createTemplatesService } from './features/templates/templates.service';
import { createSharingPages, type SharingPages } from './features/sharing-page/sharing-page';
import { createLiveShares, type LiveShares } from './features/sharing/live/live';
import { liveCalls } from './features/sharing/live/live.socket';
import { createSharing } from './features/sharing/sharing';
import { createSearchRepository } from './features/topics/search.repository';
import { createTopicsRepository } from './features/topics/topics.repository';
import { createTopicsService, type TopicsService } from './features/topics/topics.service';
import { toTopic } from './features/topics/to-topic';
import { createHttpApp } from './http/app';
import { clientAddress } from './http/client-address';
import type { Probe } from './http/health';
import { newId } from './ids';
import { limitPerMinute, perAddress } from './limits';
import type { Logger } from './logger';
import type { Redis } from './redis/connection';
import { createSocketServer, type SocketServer } from './socket/server';
import { createTopicEvents } from './socket/topic-events';
import type { Model } from './upstreams/model/model';

/** Calls the connections of one user may make a minute: far above what people do, below what hurts. */
const CALLS_PER_MINUTE = 6000;
/** Connections of one address that only watch shares: everybody of a large meeting behind one router. */
const VIEWERS_PER_ADDRESS = 300;
const READY_TIMEOUT_MS = 2000;
const UPLOAD_TIMEOUT_MS = 30 * 60_000;

export interface AppParts {
  config: Config;
  database: Database;
  model: Model;
  /** Signs sessions. */
  secret: Uint8Array;
  logger: Logger;
  /** Where several processes serve one deployment. */
  redis?: Redis | undefined;
  pace?: Pace | undefined;
}

/** How quickly things happen by themselves; what is left out happens at the product's own pace. Times in ms. */
export interface Pace {
  knowledge?: KnowledgePace;
  finding?: FindingPace;
  /** How often it is looked for files that others left to be read. */
  readingLookMs?: number;
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
export function createApp(given: AppParts): App {
  const { config, database, model, logger, redis } = given;
  const owner = newId();
  // A large file takes its time on a phone; what is silent is ended by whoever reads it.
  const http = createServer({ requestTimeout: UPLOAD_TIMEOUT_MS });
  const messagesRepository = createMessagesRepository(database);
  const topicsRepository = createTopicsRepository(database);
  const rounds = createRoundsRepository(database);
  const bus = redis ? createRedisBus(redis, owner, logger) : createLocalBus();
  const { account, links, checkContent } = createAccounts({
    ...given,
    tell: (moved) => writing.tellMoved(moved),
    touched: (topicId) => topics.touched(topicId),
  });
  const { files, evidence, cache, filler, memory, questions, closePlanning } = createMaterial({
    ...given,
    messagesRepository,
    topicsRepository,
    touched: (topicId) => topics.touched(topicId),
  });
  const writing = createWriting({
    ...given,
    redis,
    messages: messagesRepository,
    questions,
    bus,
    owner,
    ended: (...ended) => void Promise.all([beside.afterwards(...ended), cache?.ended(...ended)]),
  });
  const admitAddress = perAddress(limitPerMinute(config.limits.requestsPerMinute, 'requests from this address'));

  const topicEvents = createTopicEvents(bus);
  const sockets = createSocketServer(http, {
    ...socketSettings(config),
    authenticate: account.admit,
    callsFor: (caller) =>
      liveCalls(live, caller, caller.user ? chatCalls(chat, caller.user.id, caller.delivery) : new Map()),
    admitAddress,
    topicEvents,
    logger,
  });
  const topics = createTopicsService({
    ...messagesRepository,
    ...files,
    ...filler,
    ...topicEvents,
    repository: topicsRepository,
    search: createSearchRepository(database),
    stopAnswersOf: writing.running.stopTopic,
  });
  const beside = createBeside({
    on: config.beside,
    model,
    filler,
    messages: messagesRepository,
    topics: topicsRepository,
    toTopic,
    announce: (userId, topic) => topicEvents.announce(userId, { topicId: topic.id, topic }),
    touched: topics.touched,
    logger,
  });
  const chat = createChatService({
    ...writing,
    ...memory,
    ...topics,
    repository: messagesRepository,
    rounds,
    questions,
    owner,
    checkContent,
    admit: limitPerMinute(config.limits.asksPerMinute, 'questions', redis),
  });
  const closing = new AbortController();
  const messages = createMessagesService({
    repository: messagesRepository,
    running: writing.running,
    show: rounds.show,
    assertOwnTopic: topics.get,
    attachmentsOf: files.attachmentsOf,
    sourceInPlace: evidence.inPlace,
    touched: topics.touched,
  });

  const shown = createShown({
    ...given,
    ...account,
    bus,
    files,
    evidence,
    topics,
    messagesRepository,
    checkContent,
    viewersOf: (id) => live.viewersOf(id),
  });
  const live = createLiveShares({ ...given, ...shown, ...chat, topicEvents, bus, owner });
  const express = createHttpApp({
    ...given,
    ...beside,
    ...shown.services,
    account,
    topics,
    messages,
    links,
    probes: probesOf({ database, model, redis }),
    isClosing: () => closing.signal.aborted,
    admitAddress,
  });
  http.on('request', express);

  return {
    http,
    begin: () => begin({ model, files, writing }),
    close: () => {
      closing.abort();
      closePlanning();
      // With others to go to, nobody waits here; what runs is followed from there.
      return closeInOrder({ chat, writing, beside, sockets, live, files, evidence, shown }, { ...config, redis });
    },
  };
}

/** What the settings say of connections. */
function socketSettings({ limits, trustProxy, corsOrigins }: Config) {
  return {
    addressOf: clientAddress(trustProxy),
    viewersPerAddress: limits.requestsPerMinute === 0 ? 0 : VIEWERS_PER_ADDRESS,
    admitCall: limitPerMinute(limits.asksPerMinute === 0 ? 0 : CALLS_PER_MINUTE, 'calls'),
    corsOrigins,
  };
}

interface MaterialParts extends Pick<AppParts, 'config' | 'database' | 'model' | 'redis' | 'pace' | 'logger'> {
  messagesRepository: MessagesRepository;
  topicsRepository: ReturnType<typeof createTopicsRepository>;
  touched(topicId: string): Promise<void>;
}

/** What the model reads of files and topics, and where that comes from. */
function createMaterial({ messagesRepository, topicsRepository, touched, redis, pace, ...parts }: MaterialParts) {
  const { config, model } = parts;
  const files = createFiles({
    ...parts,
    redis,
    readPicture: config.model.vision === 'off' ? undefined : createReadPicture(model),
    wasRead: (file) => evidence.prepare(file),
    lookMs: pace?.readingLookMs,
    touched,
  });
  const evidence = createEvidence({ ...parts, drawPicture: files.drawPicture, pace: pace?.finding });
  const knowing = config.rag && createKnowing(config.rag, parts.logger);
  const cache = createAnswerCache({ ...parts, sources: evidence.sources });
  const { close, ...window } = createWindow({
    ...parts,
    messages: messagesRepository,
    topics: topicsRepository,
    evidence,
    knowing,
    cache,
  });
  return { files, evidence, cache, ...window, closePlanning: close };
}

interface ShownParts extends Pick<AppParts, 'config' | 'database' | 'secret' | 'redis' | 'pace' | 'logger'> {
  bus: Bus;
  handTo: AccountService['handTo'];
  sessionFor: AccountService['sessionFor'];
  files: Files;
  evidence: Evidence;
  topics: TopicsService;
  messagesRepository: Pick<MessagesRepository, 'find'>;
  checkContent: ContentCheck | undefined;
  /** How many watch a live share now. */
  viewersOf(shareId: string): number;
}

/** What only HTTP asks for. */
function createShown(parts: ShownParts) {
  const { config, database, files, evidence, topics, messagesRepository, checkContent, redis, pace, logger } = parts;
  const audit = createAudit(parts);
  const check = checkContent && ((userId: string, text: string) => checkContent(userId, 'share', text));
  const sharing = createSharing({
    ...parts,
    redis,
    attachmentsOf: files.attachmentsOf,
    drawPicture: files.drawPicture,
    upload: files.service.upload,
    remove: files.service.remove,
    publicUrl: config.publicUrl,
    textsOf: evidence.sources.texts,
    touched: topics.touched,
    check,
    audit,
  });
  const pages = createSharingPages(config, sharing.service.look);
  const formulas = createFormulas({ redis, logger });
  const findMessage = messagesRepository.find;
  const knowledge = createKnowledge({ config, database, released: files.tidying.drop, pace: pace?.knowledge, logger });
  return {
    services: {
      files,
      sharing: sharing.service,
      sharingPage: pages.service,
      knowledge: knowledge.service,
      handoff: createHandoff({ ...parts, record: audit.record }),
      reports: createReports({
        ...parts,
        redis,
        findMessage,
        shareExists: sharing.service.exists,
        record: audit.record,
      }),
      roles: createRolesService(createRolesRepository(database)),
      templates: createTemplatesService(createTemplatesRepository(database)),
      formulas: formulas.service,
    },
    sending: knowledge.sending,
    pages,
    formulas,
    sharing,
    check,
    audit,
  };
}

async function begin({ model, files, writing }: Pick<AppParts, 'model'> & Pick<Open, 'files' | 'writing'>) {
  void model.tokens.with(undefined, () => Promise.resolve());
  void files.begin();
  await writing.takeover.look();
}

interface Open {
  chat: ChatService;
  writing: Writing;
  beside: Beside;
  sockets: SocketServer;
  live: LiveShares;
  files: Files;
  evidence: Evidence;
  shown: {
    sending: Sending;
    pages: Pick<SharingPages, 'close'>;
    formulas: Pick<Formulas, 'close'>;
    audit: Pick<Audit, 'close'>;
  };
}

async function closeInOrder(
  { chat, writing, beside, sockets, live, files, evidence, shown }: Open,
  { redis, shutdownGraceMs }: Pick<AppParts, 'redis'> & { shutdownGraceMs: number },
): Promise<void> {
  chat.close();
  writing.takeover.close();
  if (redis) await sockets.move();
  await writing.running.drain(shutdownGraceMs);
  beside.close();
  await sockets.close();
  live.close();
  await shown.sending.close();
  await shown.pages.close();
  await shown.formulas.close();
  await shown.audit.close();
  await files.close();
  await evidence.close();
  await writing.close();
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
