import { mkdir } from 'node:fs/promises';
import type { Config } from './config';
import type { ChunkStore } from './stores/chunk-store';
import type { GraphStore } from './stores/graph-store';
import { createMemoryChunks } from './stores/memory-chunks';
import { createMemoryGraph } from './stores/memory-graph';
import { createNeo4jGraph } from './stores/neo4j-graph';

/** The stores that are configured. `model` names the embedding model; throws where a store cannot be opened. */
export async function openStores(
  { dataDir, neo4j }: Pick<Config, 'dataDir' | 'neo4j'>,
  model: string | undefined,
): Promise<{ graph: GraphStore; chunks: ChunkStore }> {
  await mkdir(dataDir, { recursive: true });
  const graph = neo4j ? createNeo4jGraph(neo4j) : await createMemoryGraph({ dir: dataDir });
  try {
    return { graph, chunks: await createMemoryChunks({ dir: dataDir, model }) };
  } catch (error) {
    await graph.close();
    throw error;
  }
}
