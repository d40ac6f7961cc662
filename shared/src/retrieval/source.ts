import * as v from 'valibot';
import { Passage } from '../files/passage';
import { Place } from '../files/place';
import { DirectAnswer, EvidenceGraph, Lookup, ToolStep } from './graph';

/** How evidence was found; `degraded`: not all that is configured for it could be asked. */
export const Retrieval = v.picklist(['graph', 'vector', 'chunk', 'off', 'degraded']);
export type Retrieval = v.InferOutput<typeof Retrieval>;

/** What a score measures; scores are to be compared within one kind only. */
export const ScoreKind = v.picklist(['bm25', 'cosine', 'rerank', 'ppr']);
export type ScoreKind = v.InferOutput<typeof ScoreKind>;

/** The most of a source's text that comes with its answer, in UTF-16 units. */
export const SOURCE_TEXT_MAX = 200;

/**
 * What an answer rests on. `[n]` in the answer's text names it; `text` is its beginning. `title` is what it is from, such as
 * a file's name. With the passage `passage` of the file `attachmentId` the whole can be read as long as the file is there;
 * without one it is from the organisation's knowledge, and `documentId` names the document there. Of the kind `path` it is no quotation
 * but a sentence made from the graph's path `pathId`, whose edges have the quotations; left out: a quotation.
 */
export const Source = v.object({
  n: v.number(),
  kind: v.optional(v.literal('path')),
  title: v.string(),
  text: v.string(),
  place: v.optional(Place),
  attachmentId: v.optional(v.string()),
  documentId: v.optional(v.string()),
  pathId: v.optional(v.string()),
  mime: v.optional(v.string()),
  passage: v.optional(v.number()),
  score: v.optional(v.number()),
  scoreKind: v.optional(ScoreKind),
});
export type Source = v.InferOutput<typeof Source>;

/**
 * What an answer rests on, beside its sources: the part of the graph, what was looked up, that it was not written for this question,
 * and what tools did for it. `unsupported`: it ended without citing any of what it was given.
 */
export const restsOn = {
  graph: v.optional(EvidenceGraph),
  lookup: v.optional(Lookup),
  direct: v.optional(DirectAnswer),
  steps: v.optional(v.array(ToolStep)),
  unsupported: v.optional(v.boolean()),
};

/** The `sources` event: what the model is given for an answer, before its first word; what of it the answer cites, at its end. */
export const SourcesEvent = v.object({
  answerId: v.string(),
  retrieval: Retrieval,
  sources: v.array(Source),
  ...restsOn,
});
export type SourcesEvent = v.InferOutput<typeof SourcesEvent>;

/** The path of one source of an answer. */
export const SourceNumber = v.object({
  n: v.pipe(v.string(), v.regex(/^\d{1,6}$/, 'n must be a whole number'), v.transform(Number)),
});

/**
 * `GET /api/messages/:id/sources/:n`: a source with its whole text as it was when the answer was written. `passage` is that
 * passage with the one before and after it as the file has them now; left out where the file is gone.
 */
export const SourceInPlace = v.object({
  source: Source,
  passage: v.optional(Passage),
  before: v.optional(Passage),
  after: v.optional(Passage),
});
export type SourceInPlace = v.InferOutput<typeof SourceInPlace>;
