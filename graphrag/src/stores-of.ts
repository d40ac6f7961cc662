import { mkdir } from 'node:fs/promises';
import { ConfigError, type Config } from './config';
import type { ChunkStore } from './stores/chunk-store';
import type { GraphStore } from './stores/graph-store';
import { createMemoryChunks } from './stores/memory-chunks';
import { createMemoryGraph } from './stores/memory-graph';
import { createMilvusChunks } from './stores/milvus-chunks';
import { createNeo4jGraph } from './stores/neo4j-graph';

/** The model that vectors are of. */
export interface VectorsOf {
  model: string;
  /** How many numbers one of its vectors has; rejects where it cannot be asked. */
  dimension(): Promise<number>;
}

/** The stores that are configured; throws where one cannot be opened, and ConfigError where Milvus would have no vectors. */
export async function openStores(
  { dataDir, neo4j, milvus }: Pick<Config, 'dataDir' | 'neo4j' | 'milvus'>,
  vectors: VectorsOf | undefined,
): Promise<{ graph: GraphStore; chunks: ChunkStore }> {
  if (milvus && !vectors) throw new ConfigError('MILVUS_URL needs EMBED_BASE_URL: Milvus keeps vectors');
  await mkdir(dataDir, { recursive: true });
  const graph = neo4j ? createNeo4jGraph(neo4j) : await createMemoryGraph({ dir: dataDir });
  try {
    const chunks =
      milvus && vectors
        ? createMilvusChunks({ ...milvus, model: vectors.model, dimension: () => vectors.dimension() })
        : await createMemoryChunks({ dir: dataDir, model: vectors?.model });
    return { graph, chunks };
  } catch (error) {
    await graph.close();
    throw error;
  }
}
