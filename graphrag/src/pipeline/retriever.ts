import type { RankingEndpoint } from '@huati/ranking';
import type { GraphSchema } from '../schema';
import type { ChunkStore } from '../stores/chunk-store';
import type { GraphStore } from '../stores/graph-store';
import type { Extractor, Linker } from './link';
import type { Retriever } from './retrieve';
import type { TextIndex } from './texts';

/** What tells the meaning of questions: the model of the chunks' vectors. `instruction` stands before each question. */
export interface Embedding {
  endpoint: RankingEndpoint;
  instruction: string;
}

/** The stored answer whose question is the most alike; `vector` is of length one. */
export interface StoredAnswers {
  nearest(
    vector: Float32Array,
    signal: AbortSignal,
  ): Promise<{ id: string; question: string; answer: string; cosine: number } | undefined>;
}

/**
 * What a retriever works with. Whoever writes to the stores tells the two indexes of it, which are only in memory:
 *
 *   at the start         linker.reload(graph.names()); for await (chunk of chunks.all()) texts.add([chunk])
 *   after graph.put      linker.add(namesIn(facts.entities))
 *   after chunks.put     texts.add(chunks)                 the same ids again take the place of what was there
 *   after a removal      texts.removeDocument(id) and linker.reload(graph.names())
 *
 * A link to an entity that is gone is found out by asking the graph, so that `reload` may come late.
 */
export interface RetrieverParts {
  graph: GraphStore;
  chunks: ChunkStore;
  linker: Linker;
  texts: TextIndex;
  schema: GraphSchema;
  /** Left out: nothing is found by meaning, which is said in `warnings`. */
  embedding?: Embedding | undefined;
  reranking?: RankingEndpoint | undefined;
  /** What a model takes for entities of a question; only what the graph knows of them counts. */
  extractor?: Extractor | undefined;
  /** Stored answers, and from which cosine on one is given; left out: never. */
  direct?: { answers: StoredAnswers; threshold: number } | undefined;
}

/** Finds evidence by the steps of this folder. `retrieve` throws InvalidCondition, and what the graph and chunk stores throw. */
export function createRetriever(parts: RetrieverParts): Retriever {
  return {
    retrieve: () => Promise.reject(new Error(`not yet: ${parts.graph.kind}`)),
  };
}
