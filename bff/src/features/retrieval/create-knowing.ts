import { createResting, Refused } from '@huati/ranking';
import type { Logger } from '../../logger';
import { createRetriever } from '../../upstreams/graphrag/create-retriever';
import { ownerOf, type GraphRagConfig } from '../../upstreams/graphrag/documents';
import { GraphRagError } from '../../upstreams/graphrag/endpoint';
import type { Retrieved } from '../../upstreams/graphrag/retriever';
import { deadline, withinTime } from '../../within-time';
import type { Known, Knowing, ToKnow } from './knowing';

/** So many questions one after the other may have to be answered without, before the service is too slow and not they. */
const LATE_IN_A_ROW = 3;
const LATE = 'the GraphRAG service did not answer';

/**
 * Asks the configured GraphRAG service. One that fails, or is too slow several times in a row, is left alone for a while, so that
 * it costs a few questions their deadline and not all of them.
 */
export function createKnowing(config: GraphRagConfig, logger: Logger): Knowing {
  const { timeoutMs, topK } = config;
  const retriever = createRetriever(config);
  const resting = createResting();
  let lateInARow = 0;

  const retrieve = async ({ userId, ...toKnow }: ToKnow, outer: AbortSignal): Promise<Retrieved> => {
    const asked = { ...toKnow, owner: ownerOf(userId), topK };
    // However it takes its time: with its first byte or with the last.
    const signal = AbortSignal.any([outer, deadline(timeoutMs)]);
    try {
      const retrieved = await withinTime(retriever.retrieve(asked, signal), timeoutMs, LATE);
      lateInARow = 0;
      return retrieved;
    } catch (error) {
      const isLate = !outer.aborted && (signal.aborted || !(error instanceof GraphRagError));
      if (!outer.aborted) lateInARow = isLate ? lateInARow + 1 : 0;
      // A question may be slow by itself. That somebody wants no answer any more, or that the service does not take this question,
      // says nothing of the service either.
      const ofTheService = isLate ? lateInARow >= LATE_IN_A_ROW : !outer.aborted && !isRefusal(error);
      throw ofTheService ? error : new Refused(error instanceof Error ? error.message : String(error));
    }
  };

  return {
    find: async (toKnow, signal) => {
      if (resting.rests()) return nothing(toKnow);
      try {
        const retrieved = await resting.unless(retrieve(toKnow, signal));
        const { mode, degraded, warnings, ...known } = retrieved;
        if (degraded) logger.warn({ warnings: warnings.length }, 'the GraphRAG service did without a part of itself');
        return { ...known, retrieval: degraded ? 'degraded' : mode };
      } catch (error) {
        if (!signal.aborted) logger.warn({ err: error }, 'the GraphRAG service failed: questions are answered without');
        return nothing(toKnow);
      }
    },
  };
}

function isRefusal(error: unknown): boolean {
  return error instanceof GraphRagError && error.forGood;
}

/** What is known where nobody could be asked. */
function nothing({ question }: Pick<ToKnow, 'question'>): Known {
  return {
    retrieval: 'degraded',
    sources: [],
    graph: undefined,
    lookup: { question, linked: [] },
    direct: undefined,
    private: false,
  };
}
