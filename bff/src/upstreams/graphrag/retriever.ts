import type { DirectAnswer, EvidenceGraph, GraphEdge, GraphQuote, Lookup, Source } from '@huati/shared';

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

/** A source without its number. `chunkId` is what quotations of it are known by, `pathIds` the paths that it says as a sentence. */
export interface FoundSource extends Omit<Source, 'n'> {
  chunkId?: string | undefined;
  pathIds?: readonly string[] | undefined;
}

/** A quotation that may be of a source. */
export interface FoundQuote extends Omit<GraphQuote, 'n'> {
  chunkId?: string | undefined;
}

export interface FoundGraph extends Omit<EvidenceGraph, 'edges'> {
  edges: (Omit<GraphEdge, 'quotes'> & { quotes: FoundQuote[] })[];
}

/** What is known about a question, the most important first. Sources have no numbers yet, nor have quotations and paths. */
export interface Retrieved {
  mode: 'graph' | 'vector' | 'chunk';
  sources: FoundSource[];
  graph: FoundGraph | undefined;
  lookup: Lookup | undefined;
  /** An answer that the organisation has stored for this very question, and what it names as what it rests on. */
  direct: { text: string; told: DirectAnswer; sources: FoundSource[] } | undefined;
  /** False where all of it is the organisation's: only that may ever be told to anybody else who asks the same. */
  private: boolean;
  /** Something that is configured for it could not be asked. */
  degraded: boolean;
  /** What the service did without, for the operator. */
  warnings: string[];
}

/** A GraphRAG service, of whatever kind. */
export interface Retriever {
  /** Throws GraphRagError. */
  retrieve(asked: RetrievalAsked, signal: AbortSignal): Promise<Retrieved>;
}
