import { clip, DifyRecord, Place, RecordScoreKind, RETRIEVE_QUERY_MAX, type DifyRequest } from '@huati/shared';
import * as v from 'valibot';
import { absent, GraphRagError, type GraphRagEndpoint } from './endpoint';
import { wellFormed } from './parts';
import type { FoundSource, Retriever } from './retriever';

const Records = v.object({ records: v.array(v.unknown()) });
/** Bare, or in the envelope that some services put around all they answer. */
const Answer = v.union([Records, v.object({ data: Records })]);

/** What services tell in `metadata`; each has its own names for it. */
const Metadata = v.object({
  page: v.optional(v.fallback(v.union([v.number(), v.undefined_()]), undefined)),
  place: v.optional(v.fallback(v.union([Place, v.undefined_()]), undefined)),
  doc_id: v.optional(v.fallback(v.string(), '')),
  document_id: v.optional(v.fallback(v.string(), '')),
  document_name: v.optional(v.fallback(v.string(), '')),
  score_kind: v.optional(v.fallback(RecordScoreKind, 'none'), 'none'),
});

/** Asks a service by Dify's external knowledge API: records alone come back, no graph. */
export function createDify(endpoint: GraphRagEndpoint, knowledgeId: string): Retriever {
  return {
    retrieve: async ({ question, mode, topK }, signal) => {
      const request: v.InferInput<typeof DifyRequest> = {
        knowledge_id: knowledgeId,
        query: clip(question, RETRIEVE_QUERY_MAX),
        // Left out it is a thousand for some.
        retrieval_setting: { top_k: topK, score_threshold: 0 },
      };
      const answer = await endpoint.call('POST', '/retrieval', signal, request);
      const parsed = v.safeParse(Answer, answer === absent ? undefined : answer);
      if (!parsed.success) throw new GraphRagError('the GraphRAG service gave no records', 'malformed');
      const { records } = 'data' in parsed.output ? parsed.output.data : parsed.output;
      return {
        // It cannot be told which way of finding is wanted; text is what comes back in any.
        mode: mode === 'chunk' ? 'chunk' : 'vector',
        sources: wellFormed(DifyRecord, records)
          .map(sourceOf)
          .filter(({ text }) => text.trim() !== '')
          .slice(0, topK),
        graph: undefined,
        lookup: { question, linked: [] },
        direct: undefined,
        // These services know no owners.
        private: false,
        degraded: false,
        warnings: [],
      };
    },
  };
}

function sourceOf({ content, score, title, metadata }: DifyRecord): FoundSource {
  const told = v.safeParse(Metadata, metadata ?? {});
  const {
    page,
    place,
    doc_id: docId,
    document_id: documentId,
    document_name: name,
    score_kind: kind,
  } = told.success ? told.output : { ...NOTHING };
  const id = docId || documentId;
  const where = page === undefined ? place : { page, ...place };
  const isScore = typeof score === 'number' && score >= 0 && score <= 1;
  return {
    title: title?.trim() || name || id || UNTITLED,
    text: content,
    ...(where && { place: where }),
    ...(id && { documentId: id }),
    // A score of which nobody knows what it measures tells people nothing.
    ...(isScore && kind !== 'none' && { score, scoreKind: kind }),
  };
}

const UNTITLED = '—';
const NOTHING = {
  page: undefined,
  place: undefined,
  doc_id: undefined,
  document_id: undefined,
  document_name: undefined,
  score_kind: 'none',
} as const;
