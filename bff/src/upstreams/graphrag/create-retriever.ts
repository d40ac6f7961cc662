import { createDify } from './dify';
import type { GraphRagConfig } from './documents';
import { createEndpoint } from './endpoint';
import { createLightRag } from './lightrag';
import { createNative } from './native';
import type { Retriever } from './retriever';

/** The service that the configuration names, asked in its own dialect. */
export function createRetriever(config: GraphRagConfig): Retriever {
  const endpoint = createEndpoint(config);
  if (config.kind === 'lightrag') return createLightRag(endpoint);
  if (config.kind === 'dify') return createDify(endpoint, config.knowledgeId);
  return createNative(endpoint, config);
}
