import { join } from 'node:path';
import type { Attachment } from '@huati/shared';
import type { Config } from '../../config';
import type { Database } from '../../db/database';
import { limitPerMinute } from '../../limits';
import type { Logger } from '../../logger';
import type { Redis } from '../../redis/connection';
import { createAttachedRepository } from './attached.repository';
import { createFilesRepository } from './files.repository';
import { createFilesService, type FilesService } from './files.service';
import { createFolderStore } from './folder-store';
import { createPromptFiles, type PromptFiles } from './prompt-files';
import { startTidying, type Tidying } from './tidying';
import { toAttachment } from './to-attachment';

export interface FilesParts {
  config: Pick<Config, 'dataDir' | 'uploads' | 'limits'>;
  redis?: Redis | undefined;
  database: Database;
  logger: Logger;
}

/** All that has to do with files: taking them, giving them back, what the model reads of them, deleting them. */
export interface Files {
  service: FilesService;
  prompt: PromptFiles;
  tidying: Tidying;
  /** To be told of a topic before it goes; gives what is to be called once it is gone. */
  removing(topicId: string): Promise<() => void>;
  /** The attachments of each of these messages that has some. */
  attachmentsOf(messageIds: readonly string[]): Promise<Map<string, Attachment[]>>;
}

export function createFiles({ config, database, redis, logger }: FilesParts): Files {
  const repository = createFilesRepository(database);
  const attached = createAttachedRepository(database);
  const store = createFolderStore(join(config.dataDir, 'files'));
  const tidying = startTidying({ repository, store, logger });
  return {
    service: createFilesService({
      repository,
      store,
      maxBytes: config.uploads.maxBytes,
      admit: limitPerMinute(config.limits.uploadsPerMinute, 'uploads', redis),
      logger,
    }),
    prompt: createPromptFiles(repository, attached),
    tidying,
    removing: async (topicId) => {
      const fileIds = await repository.ofTopic(topicId);
      return () => void tidying.drop(fileIds);
    },
    attachmentsOf: async (messageIds) => {
      const rows = await attached.ofMessages(messageIds);
      return new Map([...rows].map(([messageId, own]) => [messageId, own.map(toAttachment)]));
    },
  };
}
