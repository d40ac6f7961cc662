import type { DirectAnswer, EvidenceGraph, Lookup, Source } from '@huati/shared';

/** What is wanted of a GraphRAG service. */
export interface RetrievalAsked {
  /** Standing alone. */
  question: string;
  /** Which of the ways of finding; undefined: the best that it has. */
  mode: 'graph' | 'vector' | 'chunk' | undefined;
  /** Who asks, by `ownerOf`: their own knowledge is found too. */
  owner: string;
  /** A text that might answer the question, whose meaning is looked for in its place. */
  hypothetical?: string | undefined;
  /** The most records, and what they may take together, in tokens. */
  topK: number;
  budgetTokens: number;
}

/** What is known about a question, the most important first. Sources have no numbers yet, nor have quotations and paths. */
export interface Retrieved {
  mode: 'graph' | 'vector' | 'chunk';
  sources: Omit<Source, 'n'>[];
  graph: EvidenceGraph | undefined;
  lookup: Lookup | undefined;
  /** An answer that the organisation has stored for this very question. */
  direct: { text: string; told: DirectAnswer } | undefined;
  /** What the service did without, for the operator. */
  warnings: string[];
}

/** A GraphRAG service, of whatever kind. */
export interface Retriever {
  /** Throws GraphRagError. */
  retrieve(asked: RetrievalAsked, signal: AbortSignal): Promise<Retrieved>;
}
