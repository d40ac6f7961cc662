import { createResting, Refused } from '@huati/ranking';
import type { Logger } from '../../logger';
import { createRetriever } from '../../upstreams/graphrag/create-retriever';
import { ownerOf, type GraphRagConfig } from '../../upstreams/graphrag/documents';
import { GraphRagError } from '../../upstreams/graphrag/endpoint';
import type { Retrieved } from '../../upstreams/graphrag/retriever';
import { withinTime } from '../../within-time';
import type { Known, Knowing, ToKnow } from './knowing';

/**
 * Asks the configured GraphRAG service. One that fails or is too slow is left alone for a while, so that it costs one question
 * its deadline and not all of them.
 */
export function createKnowing(config: GraphRagConfig, logger: Logger): Knowing {
  const { timeoutMs, topK } = config;
  const retriever = createRetriever(config);
  const resting = createResting();

  const retrieve = async ({ userId, ...toKnow }: ToKnow, outer: AbortSignal): Promise<Retrieved> => {
    const asked = { ...toKnow, owner: ownerOf(userId), topK };
    // However it takes its time: with its first byte or with the last.
    const signal = AbortSignal.any([outer, AbortSignal.timeout(timeoutMs)]);
    try {
      return await withinTime(retriever.retrieve(asked, signal), timeoutMs, 'the GraphRAG service did not answer');
    } catch (error) {
      // That somebody wants no answer any more, or that it does not take this question, says nothing of the service.
      const isItsOwn = !outer.aborted && !(error instanceof GraphRagError && error.forGood);
      throw isItsOwn ? error : new Refused(error instanceof Error ? error.message : String(error));
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
