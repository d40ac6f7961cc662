import type { Retrieval } from '@huati/shared';
import type { RetrievalAsked, Retrieved } from '../../upstreams/graphrag/retriever';

/** What is asked for, and by which user. */
export interface ToKnow extends Pick<RetrievalAsked, 'question' | 'mode' | 'hypothetical' | 'budgetTokens'> {
  userId: string;
}

/** What was found; `degraded` where the service was too slow or away, or did without a part of itself. */
export interface Known extends Omit<Retrieved, 'mode' | 'degraded' | 'warnings'> {
  retrieval: Retrieval;
}

/** What the organisation's GraphRAG service knows. */
export interface Knowing {
  /** Within the deadline, whatever becomes of the service. Never rejects, and is empty and `degraded` where it fails. */
  find(toKnow: ToKnow, signal: AbortSignal): Promise<Known>;
}
