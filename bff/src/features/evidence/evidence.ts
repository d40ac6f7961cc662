import type { SourceInPlace } from '@huati/shared';
import { Passage } from '@huati/shared';
import * as v from 'valibot';
import type { Config } from '../../config';
import type { Database } from '../../db/database';
import type { MessageRow, PassageRow } from '../../db/schema';
import { Failure } from '../../failure';
import type { Logger } from '../../logger';
import type { Model } from '../../upstreams/model/model';
import type { WithEvidence } from '../chat/window/fitted';
import type { Known } from '../retrieval/knowing';
import { chooseAll, chooseBest, tokensOf, unread, type Chosen } from './choosing';
import {
  createEvidenceRepository,
  type EvidenceRepository,
  type FilesAround,
  type OwnFile,
  type TopicFile,
} from './evidence.repository';
import { createFinding, type FileAsked, type FindingPace, type Found } from './finding';
import type { Given } from './given';
import { questionWithEvidence, questionWithNames } from './in-prompt';
import { besideSources, chooseKnown, numberKnown, tokensOfKnown } from './known-sources';
import type { Ranked } from './ranking/order';
import { createPromptPictures, type DrawPicture, type PicturesFor } from './pictures';
import { createSourcesRepository, type SourcesRepository } from './sources.repository';
import { createVectorsRepository } from './vectors.repository';

type Question = Pick<MessageRow, 'id' | 'text' | 'topic_id' | 'attached'>;

/** What a question is to be answered from, beside its topic's files. */
export interface ToGive {
  question: Question;
  /** Its topic's files that are read. */
  files: readonly TopicFile[];
  /** What these are searched for: the question, standing alone. */
  sought: string;
  /** What the organisation knows, which is looked up meanwhile; undefined: nobody is asked. */
  known: Promise<Known> | undefined;
  /** In tokens. */
  window: number;
}

/** What files and the organisation's knowledge have to say to questions. */
export interface Evidence {
  /** What a question is to be answered with; undefined where neither it nor its topic has a file, and nobody else is asked. */
  forQuestion(toGive: ToGive): Promise<WithEvidence | undefined>;
  /** The files that there are to a question. */
  filesFor(question: Question): Promise<FilesAround>;
  picturesFor: PicturesFor;
  /** What the answer is given already, where it is; for one that is gone on with. */
  given(question: Question, answer: Pick<MessageRow, 'id' | 'sources_json'>): Promise<WithEvidence | undefined>;
  /** A question of the past as the model reads it. */
  withNames(question: Pick<Question, 'id' | 'text'>): Promise<string>;
  /** A stored question with the names of its files, as the least that the model reads of it. */
  least(question: Pick<Question, 'id' | 'text'>): Promise<string>;
  /**
   * The same of a question about to be asked with these attachments. Throws `not_found` where one is not the user's, `invalid` where
   * one cannot be asked about (any more).
   */
  leastOf(userId: string, text: string, attachmentIds: readonly string[]): Promise<string>;
  /** Stores what a running answer is given. False where another writer has the answer. */
  keep: SourcesRepository['keep'];
  /** The source `n` of the user's answer, with where it stands. Throws `not_found`. */
  inPlace(userId: string, answer: MessageRow, n: number): Promise<SourceInPlace>;
  /** A file was read, of so many passages: it will be asked about. Never rejects. */
  prepare(file: Pick<TopicFile, 'file_id' | 'passages'>): Promise<void>;
  sources: SourcesRepository;
  close(): Promise<void>;
}

export interface EvidenceParts {
  config: Pick<Config, 'embedding' | 'reranking'>;
  database: Database;
  model: Pick<Model, 'takesPictures' | 'mostPictures'>;
  /** Undefined where pictures cannot be drawn. */
  drawPicture?: DrawPicture | undefined;
  pace?: FindingPace | undefined;
  logger: Logger;
}

export function createEvidence({ config, database, model, drawPicture, pace, logger }: EvidenceParts): Evidence {
  const repository = createEvidenceRepository(database);
  const sources = createSourcesRepository(database);
  const vectors = createVectorsRepository(database);
  const finding = createFinding({ config, repository, vectors, pace, logger });

  const namesOf = (text: string, own: readonly OwnFile[], id: string): string =>
    questionWithEvidence({ id, text }, { files: unread(own, []), sources: [] });

  const find = async (files: readonly FileAsked[], question: string): Promise<Found> => {
    try {
      return await finding.find(files, question);
    } catch (error) {
      logger.error({ err: error }, 'passages could not be ranked: the beginnings of the files are given');
      return { order: await beginnings(repository, files), retrieval: 'degraded' };
    }
  };

  return {
    forQuestion: async ({ question, files: read, sought, known: looking, window }) => {
      const own = question.attached === 1 ? await repository.ofQuestion(question.id) : [];
      const ids = new Set(own.map(({ id }) => id));
      if (own.length + read.length === 0 && !looking) return undefined;
      const files = read.map((file) => ({ ...file, own: ids.has(file.id) }));
      const ofFiles = files.length === 0 ? 0 : tokensOf(files);
      // What fits with certainty needs no choice.
      const [found, known] = await Promise.all([ofFiles <= window / SURELY ? undefined : find(files, sought), looking]);
      const alone = own.length + read.length === 0;
      const total = ofFiles + (known ? tokensOfKnown(known, alone) : 0);
      return {
        least: namesOf(question.text, own, question.id),
        total,
        chosen: false,
        nothing: known && { files: [], sources: [], ...besideSources(known) },
        give: once(async (budget) => {
          const ofKnown = known && chooseKnown(known, budget >= total ? total : knownShare(budget, ofFiles), alone);
          const rest = budget >= total ? ofFiles : budget - (ofKnown?.tokens ?? 0);
          const chosen =
            rest >= ofFiles
              ? await chooseAll(repository, files, own)
              : await chooseBest(repository, files, own, found ?? (await find(files, sought)), rest);
          const { tokens, ...given } = known ? withKnown(chosen, known, ofKnown, files.length > 0) : chosen;
          return { text: questionWithEvidence(question, given), tokens, given };
        }),
      };
    },

    filesFor: async ({ attached, topic_id: topicId }) => {
      const { any, ready } = await repository.ofTopic(topicId);
      return { any: any || attached === 1, ready };
    },
    picturesFor: createPromptPictures({ repository, model, draw: drawPicture, logger }),

    given: async (question, answer) => {
      if (answer.sources_json === null) return undefined;
      const given = await sources.whole(answer.id, answer.sources_json);
      const own = await repository.ofQuestion(question.id);
      return chosenBefore(question, given, namesOf(question.text, own, question.id));
    },

    withNames: async ({ id, text }) => {
      const own = await repository.ofQuestion(id);
      return questionWithNames(
        text,
        own.map(({ name }) => name),
      );
    },

    least: async ({ id, text }) => namesOf(text, await repository.ofQuestion(id), id),

    leastOf: async (userId, text, attachmentIds) => {
      const rows = await repository.owned(userId, attachmentIds);
      if (rows.length < attachmentIds.length) throw new Failure('not_found', 'no such attachment');
      for (const { status, topic_id: topicId } of rows) {
        if (status !== 'ready') throw new Failure('invalid', 'an attachment is not ready');
        if (topicId !== null) throw new Failure('invalid', 'an attachment is used already');
      }
      return namesOf(text, rows, ID);
    },

    keep: sources.keep,
    inPlace: (userId, answer, n) => inPlace({ repository, sources }, userId, answer, n),
    prepare: finding.prepare,
    sources,
    close: finding.close,
  };
}

/** No estimate is so far below the truth that what is a quarter of the window would not fit beside the rest. */
const SURELY = 4;
/** As long as any id of a question. */
const ID = '0'.repeat(36);
/** Passages from each file's beginning where ranking fails. */
const BEGINNING = 100;

/** The most of the room that knowledge gets where there are files too. */
const KNOWN_SHARE = 0.4;

/** What of `budget` tokens is for knowledge: what files leave over as well. */
function knownShare(budget: number, ofFiles: number): number {
  return Math.max(Math.floor(budget * KNOWN_SHARE), budget - ofFiles);
}

/** What files and knowledge give together, as one list. */
function withKnown(
  { tokens, ...ofFiles }: Chosen,
  known: Known,
  ofKnown: ReturnType<typeof chooseKnown> | undefined,
  withFiles: boolean,
): Chosen {
  const { sources, graph } = numberKnown(ofKnown?.chosen ?? [], known.graph, ofFiles.sources.length);
  return {
    ...ofFiles,
    ...besideSources(known, withFiles ? ofFiles.retrieval : undefined),
    sources: [...ofFiles.sources, ...sources],
    ...(graph && sources.length > 0 && { graph }),
    tokens: tokens + (ofKnown?.tokens ?? 0),
  };
}

/** Remembers what was given for each budget: the same is tried with and without a summary. */
function once(give: WithEvidence['give']): WithEvidence['give'] {
  const known = new Map<number, ReturnType<WithEvidence['give']>>();
  return (budget) => {
    const found = known.get(budget) ?? give(budget);
    known.set(budget, found);
    return found;
  };
}

/** The same as before, under the same numbers; fewer only where it does not fit any more. */
function chosenBefore(question: Question, given: Given, least: string): WithEvidence {
  const total = given.sources.reduce((sum, { text }) => sum + text.length, 1);
  return {
    least,
    total,
    chosen: true,
    give: (budget) => {
      let taken = 0;
      const kept = given.sources.filter(({ text: { length } }) => {
        const fits = taken + length <= budget;
        if (fits) taken += length;
        return fits;
      });
      const some = { ...given, sources: kept };
      const tokens = kept.length === given.sources.length ? total : taken;
      return Promise.resolve({ text: questionWithEvidence(question, some), tokens, given });
    },
  };
}

async function beginnings(
  repository: Pick<EvidenceRepository, 'passages'>,
  files: readonly FileAsked[],
): Promise<Ranked[]> {
  const order: Ranked[] = [];
  for (const [file, { file_id: fileId }] of files.entries()) {
    for (const { n, tokens } of await repository.passages(fileId, 0, BEGINNING)) order.push({ file, n, tokens });
  }
  return order.sort((a, b) => a.n - b.n || a.file - b.file);
}

async function inPlace(
  { repository, sources }: { repository: EvidenceRepository; sources: SourcesRepository },
  userId: string,
  answer: MessageRow,
  n: number,
): Promise<SourceInPlace> {
  const given = answer.sources_json === null ? undefined : await sources.one(answer.id, answer.sources_json, n);
  if (!given) throw new Failure('not_found', 'the answer has no such source');
  const { attachmentId, passage } = given;
  if (attachmentId === undefined || passage === undefined) return { source: given };
  const rows = await repository.inPlace(userId, attachmentId, [passage - 1, passage, passage + 1]);
  const at = (wanted: number): Passage | undefined => toPassage(rows.find((row) => row.n === wanted));
  const [own, before, after] = [at(passage), at(passage - 1), at(passage + 1)];
  if (!own) return { source: given };
  return { source: given, passage: own, ...(before && { before }), ...(after && { after }) };
}

function toPassage(row: PassageRow | undefined): Passage | undefined {
  if (!row) return undefined;
  const { n, text, place_json: place, boxes_json: boxes } = row;
  return v.parse(Passage, {
    n,
    text,
    place: JSON.parse(place) as unknown,
    ...(boxes !== null && { boxes: JSON.parse(boxes) as unknown }),
  });
}
