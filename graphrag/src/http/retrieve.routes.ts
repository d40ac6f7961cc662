import { DifyRequest, RetrieveRequest, type DifyAnswer, type DifyRecord, type RetrieveRecord } from '@huati/shared';
import { json, Router } from 'express';
import type { Retriever } from '../pipeline/retrieve';
import { Refusal } from '../refusal';
import { parsed } from './parsed';
import { untilGone } from './until-gone';

const BODY_MAX_BYTES = 256 * 1024;
/** The longest that a question is worked on, in ms: more than a request may ask for. */
const RETRIEVE_MS = 65_000;
const TOP_K_MAX = 100;

/** `POST /retrieve`, RetrieveRequest -> RetrieveAnswer; `POST /retrieval`, the same in Dify's form. */
export function retrieveRoutes(retriever: Retriever): Router {
  const router = Router();
  router.post('/retrieve', json({ limit: BODY_MAX_BYTES }), async (req, res) => {
    const request = parsed(RetrieveRequest, req.body);
    checkKnowledge(request.knowledge_id);
    res.json(await retriever.retrieve(request, untilGone(res, RETRIEVE_MS)));
  });
  router.post('/retrieval', json({ limit: BODY_MAX_BYTES }), async (req, res) => {
    const asked = parsed(DifyRequest, req.body);
    checkKnowledge(asked.knowledge_id);
    const { top_k: topK, score_threshold: threshold } = asked.retrieval_setting;
    const request = parsed(RetrieveRequest, {
      query: asked.query,
      retrieval_setting: {
        top_k: Math.min(TOP_K_MAX, Math.max(1, Math.round(topK))),
        score_threshold: Math.min(1, Math.max(0, threshold ?? 0)),
      },
      metadata_condition: asked.metadata_condition,
    });
    const { records } = await retriever.retrieve(request, untilGone(res, RETRIEVE_MS));
    const answer: DifyAnswer = { records: records.map((record, at) => toDify(record, at, records.length)) };
    res.json(answer);
  });
  return router;
}

/** There is one body of knowledge. */
function checkKnowledge(id: string | undefined): void {
  if (id !== undefined && id !== '' && id !== 'default') throw new Refusal('knowledge', 'there is no such knowledge');
}

/** Dify wants a score of each record: where none is known, the rank makes one. */
function toDify({ content, score, title, metadata }: RetrieveRecord, at: number, count: number): DifyRecord {
  const ranked = metadata.score_kind === 'none' ? (count - at) / count : score;
  return { content, score: ranked, title, metadata };
}
