import type { RetrieveAnswer, RetrieveRequest } from '@huati/shared';

/** Finds evidence for questions. */
export interface Retriever {
  /** What is known about the question, the most important first. Whatever is missing or away is said in `warnings`. */
  retrieve(request: RetrieveRequest, signal: AbortSignal): Promise<RetrieveAnswer>;
}
