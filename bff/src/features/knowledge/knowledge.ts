import type { Config } from '../../config';
import type { Database } from '../../db/database';
import type { Logger } from '../../logger';
import { createDocuments } from '../../upstreams/graphrag/documents';
import { KNOWLEDGE_PACE, type KnowledgePace } from './again';
import { createKnowledgeRepository } from './knowledge.repository';
import { createKnowledgeService, noKnowledge, type KnowledgeService } from './knowledge.service';
import { createSendingRepository } from './sending.repository';
import { startSending, type Sending } from './sending';

export interface KnowledgeFeatureParts {
  config: Pick<Config, 'rag'>;
  database: Database;
  /** To be told of contents that may be used by nobody any more. */
  released(fileIds: readonly string[]): Promise<void>;
  /** The product's own where left out. */
  pace?: KnowledgePace | undefined;
  logger: Logger;
}

/** Files that people send on to the GraphRAG service. */
export function createKnowledge({ config, database, released, logger, ...parts }: KnowledgeFeatureParts): {
  service: KnowledgeService;
  sending: Sending;
} {
  const idle: Sending = { look: () => Promise.resolve(), close: () => Promise.resolve() };
  // Other kinds of services take no documents: there is nothing to send.
  if (config.rag?.kind !== 'native') return { service: noKnowledge, sending: idle };
  const repository = createKnowledgeRepository(database);
  const documents = createDocuments(config.rag);
  const pace = parts.pace ?? KNOWLEDGE_PACE;
  const sending = startSending({ repository: createSendingRepository(database), documents, pace, logger });
  const { taken, takenLately } = documents;
  return { service: createKnowledgeService({ repository, taken, takenLately, look: sending.look, released }), sending };
}
