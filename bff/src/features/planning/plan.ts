import type { Retrieval } from '@huati/shared';

/** What a question needs before the model is asked. */
export type Plan =
  /** Nothing: a greeting, a thank-you, a request about the conversation's own text. */
  | { kind: 'direct' }
  /** Evidence for `question`, which stands alone; `hypothetical` might be its answer. */
  | { kind: 'retrieve'; question: string; hypothetical?: string | undefined };

/** A question to be planned for. */
export interface ToPlan {
  text: string;
  /** The message before it; null: it is the first. */
  parentId: string | null;
  /** 1: it has files of its own. */
  attached: 0 | 1;
  /** What its topic or itself wants; undefined: the deployment's own. */
  retrieval: Retrieval | undefined;
  model: string | undefined;
}

export interface Planner {
  /** Cheap, and within a bound of time. Never rejects: in doubt the question is looked up as it is. */
  planFor(question: ToPlan, signal: AbortSignal): Promise<Plan>;
}
