import * as v from 'valibot';
import { Place } from '../files/place';

/*
 * How a GraphRAG service is asked for evidence: `POST /retrieve`, RetrieveRequest -> 200 RetrieveAnswer. Both are supersets of
 * Dify's external knowledge API, whose names they keep. Errors are `{error_code, error_msg}` with a status of 400 and more.
 * What stands under the BFF is snake_case, as there; clients of the BFF never see it.
 */

/** Which of the ways of finding are gone: text alone, text and meaning, or those with the graph. */
export const RetrieveMode = v.picklist(['text', 'vector', 'graph'], 'mode must be text, vector or graph');
export type RetrieveMode = v.InferOutput<typeof RetrieveMode>;

/** The longest question that is asked for, in UTF-16 units. */
export const RETRIEVE_QUERY_MAX = 4000;

const words = v.pipe(v.array(v.pipe(v.string(), v.maxLength(200))), v.maxLength(50));

/** Dify's condition on a record's metadata. */
export const MetadataCondition = v.object({
  logical_operator: v.optional(v.picklist(['and', 'or']), 'and'),
  conditions: v.pipe(
    v.array(
      v.object({
        name: v.union([v.string(), v.array(v.string())]),
        comparison_operator: v.string(),
        value: v.optional(v.nullable(v.union([v.string(), v.number(), v.array(v.string())]))),
      }),
    ),
    v.maxLength(20),
  ),
});
export type MetadataCondition = v.InferOutput<typeof MetadataCondition>;

/**
 * `query` stands alone. `owner` stands for the person who asks: what belongs to them is found as well as the organisation's.
 * `hints` are words the asker knows to be entities or relations; `hypothetical` is a text that might answer the question, whose
 * meaning is looked for in place of the question's (HyDE, Gao et al. 2022). `budget_tokens` bounds all records together.
 * `score_threshold` is a cosine: what is less alike is left out of what was found by meaning. The answer comes within
 * `deadline_ms`, with what is there by then; left out, within 2,500 ms.
 */
export const RetrieveRequest = v.object({
  request_id: v.optional(v.pipe(v.string(), v.maxLength(100))),
  knowledge_id: v.optional(v.pipe(v.string(), v.maxLength(200))),
  query: v.pipe(
    v.string('query must be a string'),
    v.trim(),
    v.minLength(1, 'query is empty'),
    v.maxLength(RETRIEVE_QUERY_MAX),
  ),
  mode: v.optional(RetrieveMode, 'graph'),
  owner: v.optional(v.pipe(v.string(), v.maxLength(100)), ''),
  retrieval_setting: v.optional(
    v.object({
      top_k: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)), 8),
      score_threshold: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 0),
      max_hops: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3)), 3),
      rerank: v.optional(v.boolean(), true),
    }),
    {},
  ),
  metadata_condition: v.optional(v.nullable(MetadataCondition)),
  hints: v.optional(v.object({ entities: v.optional(words, []), relations: v.optional(words, []) })),
  hypothetical: v.optional(v.pipe(v.string(), v.maxLength(RETRIEVE_QUERY_MAX))),
  budget_tokens: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000))),
  deadline_ms: v.optional(v.pipe(v.number(), v.integer(), v.minValue(50), v.maxValue(60_000))),
});
export type RetrieveRequest = v.InferOutput<typeof RetrieveRequest>;

const Fraction = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** What a record's score measures; `none`: the rank alone is known, and `score` was made from it. */
export const RecordScoreKind = v.picklist(['cosine', 'rerank', 'bm25', 'ppr', 'none']);
export type RecordScoreKind = v.InferOutput<typeof RecordScoreKind>;

/**
 * Records come in the order in which they matter. `score` is 0 to 1 and comparable within one `score_kind`; `scores` are all that
 * are known, as they were measured. `kind: 'path'` is a sentence made from the paths `path_ids`, never a quotation: the edges of
 * these have the evidence. `span`, UTF-16 units of the chunk's text, is what of it was asked for, where that is known.
 */
export const RetrieveRecord = v.object({
  content: v.string(),
  score: Fraction,
  title: v.string(),
  metadata: v.object({
    n: v.number(),
    kind: v.picklist(['source', 'path']),
    score_kind: RecordScoreKind,
    scores: v.optional(
      v.object({
        cosine: v.optional(v.number()),
        rerank: v.optional(v.number()),
        bm25: v.optional(v.number()),
        graph: v.optional(v.number()),
      }),
    ),
    chunk_id: v.optional(v.string()),
    doc_id: v.optional(v.string()),
    page: v.optional(v.number()),
    place: v.optional(Place),
    span: v.optional(v.tuple([v.number(), v.number()])),
    model: v.optional(v.string()),
    path_ids: v.optional(v.array(v.string()), []),
  }),
});
export type RetrieveRecord = v.InferOutput<typeof RetrieveRecord>;

/** The words of a chunk that say what an edge says. */
export const EdgeQuote = v.object({
  chunk_id: v.string(),
  doc_id: v.string(),
  title: v.string(),
  text: v.string(),
  page: v.optional(v.number()),
  place: v.optional(Place),
});
export type EdgeQuote = v.InferOutput<typeof EdgeQuote>;

/** `evidence`: the chunks that say it; empty where it came from data. `label` is the type as a word, `label_zh` the same in Chinese. */
export const RetrieveEdge = v.object({
  id: v.string(),
  source: v.string(),
  target: v.string(),
  type: v.string(),
  label_zh: v.string(),
  directed: v.boolean(),
  evidence: v.array(v.string()),
  quotes: v.optional(v.array(EdgeQuote), []),
});
export type RetrieveEdge = v.InferOutput<typeof RetrieveEdge>;

export const RetrieveGraph = v.object({
  nodes: v.array(
    v.object({
      id: v.string(),
      label: v.string(),
      name: v.string(),
      role: v.picklist(['seed', 'via', 'answer']),
    }),
  ),
  edges: v.array(RetrieveEdge),
  paths: v.array(
    v.object({
      id: v.string(),
      node_ids: v.array(v.string()),
      edge_ids: v.array(v.string()),
      text: v.string(),
      score: v.number(),
    }),
  ),
  truncated: v.boolean(),
});
export type RetrieveGraph = v.InferOutput<typeof RetrieveGraph>;

/**
 * A stored answer to (nearly) this question: the record `record`, counted from 1, whose cosine reached the threshold. `text` is the whole
 * answer, of which the record may have the beginning alone; left out: the record has all of it. `sources`: the records, counted from 1,
 * that whoever wrote the answer named as what it rests on.
 */
export const RetrieveDirect = v.object({
  record: v.number(),
  text: v.optional(v.string()),
  sources: v.optional(v.array(v.number())),
  question: v.string(),
  score: v.number(),
  threshold: v.number(),
  model: v.string(),
});
export type RetrieveDirect = v.InferOutput<typeof RetrieveDirect>;

/**
 * `linked`: words of the question, from `start` to `end` in UTF-16 units, that are entities. `plan`: which traversal was chosen,
 * with its parameters; the templates are the service's own. `warnings` say in words what was done without. `degraded`: something
 * that is configured for it, such as an embedding endpoint, could not be asked. `private`: any of it belongs to the `owner` alone;
 * false: it is all the organisation's; left out: nobody knows. Times in ms.
 */
export const RetrieveAnswer = v.object({
  retrieval_id: v.string(),
  mode_used: RetrieveMode,
  backend: v.string(),
  warnings: v.array(v.string()),
  timings_ms: v.record(v.string(), v.number()),
  records: v.array(RetrieveRecord),
  graph: RetrieveGraph,
  linked: v.array(
    v.object({
      surface: v.string(),
      start: v.number(),
      end: v.number(),
      node_id: v.string(),
      name: v.string(),
      how: v.picklist(['exact', 'alias', 'llm']),
    }),
  ),
  plan: v.object({ template_id: v.string(), params: v.record(v.string(), v.unknown()) }),
  direct: v.nullable(RetrieveDirect),
  degraded: v.optional(v.boolean(), false),
  private: v.optional(v.boolean()),
});
export type RetrieveAnswer = v.InferOutput<typeof RetrieveAnswer>;
