import { createHash } from 'node:crypto';
import { createRankingEndpoint, createResting, embed, packed, sameParticulars } from '@huati/ranking';
import * as v from 'valibot';
import type { Config } from '../../config';
import type { Database } from '../../db/database';
import type { MessageRow } from '../../db/schema';
import type { Logger } from '../../logger';
import { remember } from '../../remember';
import { createKnowledgeVersion } from '../../upstreams/graphrag/version';
import type { AnswerEnd } from '../chat/answer-log';
import { Given } from '../evidence/given';
import type { SourcesRepository } from '../evidence/sources.repository';
import { deadline } from '../../within-time';
import { createCachedAnswersRepository, type KeptAnswer } from './cached.repository';
import { KEPT_MS, Nearest, type Near } from './nearest';
import { isTimely } from './timely';

/** How long a question waits for what it means, in ms. */
const MEANING_MS = 2_000;
/** Running answers that may be kept once they have ended. */
const EXPECTED = 1000;
/** The nearest questions that are looked at. */
const LOOKED_AT = 8;
/** The longest question whose answer is kept, in UTF-16 units. */
const QUESTION_MAX = 500;
/** Digits of a score that are worth telling. */
const SCALE = 10_000;

/** A question about to be answered, and all that shapes its answer beside its words. */
export interface CacheAsked {
  question: Pick<MessageRow, 'text' | 'parent_id' | 'attached' | 'user_id'>;
  answer: Pick<MessageRow, 'id' | 'ask_id'>;
  /** How it is asked: instructions, model, thinking and evidence, by any names. */
  asking: Record<string, string | boolean | null | undefined>;
  /** Whether there may be a file to it. */
  withFiles: boolean;
}

/** Answers of the past that are given again to whoever asks the same. */
export interface AnswerCache {
  /**
   * An earlier answer to the same first question, and what it rests on. Only such are given that rest on nothing of anybody's own,
   * and nobody is shown another's words. Where there is none, this one's is kept once it has ended. Never rejects.
   */
  find(asked: CacheAsked, signal: AbortSignal): Promise<{ say: string; given: Given } | undefined>;
  /** To be told of every answer that ended here. Never rejects. */
  ended(answerId: string, end: AnswerEnd): Promise<void>;
}

export interface AnswerCacheParts {
  config: Pick<Config, 'embedding' | 'answerCacheThreshold' | 'model' | 'rag'>;
  database: Database;
  sources: Pick<SourcesRepository, 'whole'>;
  logger: Logger;
}

/** A question whose answer is being written. */
interface Expected {
  scope: string;
  question: string;
  model: string;
  vector: Int8Array;
}

/** Undefined where the deployment does without: it wants a threshold, and an embedding model. */
export function createAnswerCache(parts: AnswerCacheParts): AnswerCache | undefined {
  const { config, database, sources, logger } = parts;
  const { embedding, answerCacheThreshold: threshold } = config;
  if (!embedding || threshold === undefined) return undefined;
  const repository = createCachedAnswersRepository(database);
  const endpoint = createRankingEndpoint(embedding);
  const resting = createResting();
  const knowledgeVersion = createKnowledgeVersion(config.rag);
  const expected = new Map<string, Expected>();
  let nearest: { model: string; of: Nearest } | undefined;

  const nearestOf = (model: string): Nearest => {
    if (nearest?.model !== model) nearest = { model, of: new Nearest(model, repository) };
    return nearest.of;
  };
  const meaningOf = async (text: string, outer: AbortSignal): Promise<Pick<Expected, 'model' | 'vector'>> => {
    const signal = AbortSignal.any([outer, deadline(MEANING_MS)]);
    const [vector = []] = await resting.unless(embed(endpoint, [text], signal), outer);
    return { model: await endpoint.modelName(), vector: packed(vector) };
  };
  /** The answer, where it may be given to this user; one that may be to nobody any more is forgotten. */
  const given = async ({ entry, score }: Near, { question }: CacheAsked, model: string) => {
    const kept = await repository.standing(entry.answerId);
    const rests = kept && restsOf(kept);
    if (!kept || !rests || isOwn(rests)) {
      nearestOf(model).forget(entry.answerId);
      await repository.drop(entry.answerId);
      return undefined;
    }
    const whole = kept.sources_json === null ? rests : await sources.whole(kept.id, kept.sources_json);
    const { retrieval, sources: cited, graph, lookup } = whole;
    const same = kept.user_id === question.user_id;
    const told = Math.round(score * SCALE) / SCALE;
    const direct = { kind: 'cached' as const, question: same ? entry.question : '', score: told, threshold, model };
    // What was looked up has the other's words, as the question has.
    return {
      say: kept.text,
      given: {
        retrieval,
        files: [],
        sources: cited,
        ...(graph && { graph }),
        ...(same && lookup && { lookup }),
        direct,
      },
    };
  };
  const find = async (asked: CacheAsked, signal: AbortSignal) => {
    const { question, answer } = asked;
    if (!mayBeKept(asked) || resting.rests() || (await repository.hasOwnKnowledge(question.user_id))) return undefined;
    const [knowledge, { model, vector }] = await Promise.all([knowledgeVersion(), meaningOf(question.text, signal)]);
    // What was answered by other knowledge is answered anew: a document may have been changed or taken away.
    const scope = scopeOf(asked, { deployed: config.model.name, knowledge });
    const near = await nearestOf(model).to(vector, scope, threshold);
    const alike = near.filter(({ entry }) => sameParticulars(entry.question, question.text)).slice(0, LOOKED_AT);
    for (const each of alike) {
      const found = await given(each, asked, model);
      if (found) return found;
    }
    remember(expected, answer.id, { scope, question: question.text, model, vector }, EXPECTED);
    return undefined;
  };
  const keep = async (answerId: string, waiting: Expected): Promise<void> => {
    const kept = await repository.standing(answerId);
    const rests = kept && restsOf(kept);
    if (!kept || !rests || kept.text.trim() === '' || isOwn(rests) || !isGood(rests)) return;
    const { scope, question, model, vector } = waiting;
    const bytes = Buffer.from(vector.buffer, vector.byteOffset, vector.length).toString('base64');
    const now = Date.now();
    const row = { answer_id: answerId, scope, question, model, dimensions: vector.length, vector: bytes };
    await repository.keep({ ...row, created_at: now });
    await repository.dropBefore(now - KEPT_MS);
  };

  return {
    find: async (asked, signal) => {
      try {
        return await find(asked, signal);
      } catch (error) {
        if (!signal.aborted) logger.warn({ err: error }, 'earlier answers could not be looked through');
        return undefined;
      }
    },
    ended: async (answerId, { status }) => {
      const waiting = expected.get(answerId);
      expected.delete(answerId);
      if (!waiting || status !== 'complete') return;
      try {
        await keep(answerId, waiting);
      } catch (error) {
        logger.warn({ err: error, answerId }, 'an answer was not kept for whoever asks the same');
      }
    },
  };
}

/** First questions that were not asked once more, without files, of words that say the same tomorrow. */
function mayBeKept({ question, answer, withFiles }: CacheAsked): boolean {
  const { text, parent_id: parentId, attached } = question;
  if (parentId !== null || answer.ask_id !== null || attached === 1 || withFiles) return false;
  return text.length <= QUESTION_MAX && !isTimely(text);
}

function scopeOf({ asking }: CacheAsked, around: { deployed: string | undefined; knowledge: string }): string {
  const shaped = Object.entries({ ...around, ...asking }).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify(shaped.map(([name, value]) => [name, value ?? null])))
    .digest('hex');
}

function restsOf({ sources_json: json }: KeptAnswer): Given {
  return json === null ? { retrieval: 'off', files: [], sources: [] } : v.parse(Given, JSON.parse(json));
}

/** Whether any of what an answer rests on is somebody's own. */
function isOwn({ sources, files, private: own }: Given): boolean {
  return own === true || files.length > 0 || sources.some(({ attachmentId }) => attachmentId !== undefined);
}

/** Whether an answer is worth giving again: found with all there is, and written for its question by the model alone. */
function isGood({ retrieval, direct, steps = [], unsupported }: Given): boolean {
  return retrieval !== 'degraded' && !direct && steps.length === 0 && unsupported !== true;
}
