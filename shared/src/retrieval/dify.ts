import * as v from 'valibot';
import { MetadataCondition } from './retrieve';

/*
 * Dify's external knowledge API, `POST {endpoint}/retrieval`, as its documentation has it: what the GraphRAG service answers
 * beside its own, and what the BFF asks of RAGFlow and others.
 */

export const DifyRequest = v.object({
  knowledge_id: v.optional(v.string(), ''),
  query: v.pipe(v.string(), v.trim(), v.minLength(1)),
  retrieval_setting: v.optional(
    v.object({ top_k: v.optional(v.number(), 8), score_threshold: v.optional(v.nullable(v.number()), 0) }),
    {},
  ),
  metadata_condition: v.optional(v.nullable(MetadataCondition)),
});
export type DifyRequest = v.InferOutput<typeof DifyRequest>;

/** `metadata` is always an object; some services leave the score out, or give one beyond 1. */
export const DifyRecord = v.object({
  content: v.string(),
  score: v.optional(v.nullable(v.number())),
  title: v.optional(v.nullable(v.string())),
  metadata: v.optional(v.nullable(v.record(v.string(), v.unknown()))),
});
export type DifyRecord = v.InferOutput<typeof DifyRecord>;

export const DifyAnswer = v.object({ records: v.array(DifyRecord) });
export type DifyAnswer = v.InferOutput<typeof DifyAnswer>;

/** The codes of Dify's errors: the key is not in the header's form, is a wrong one, there is no such knowledge. */
export const difyErrors = { header: 1001, unauthorized: 1002, absent: 2001 } as const;
