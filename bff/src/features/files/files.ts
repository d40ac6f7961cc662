import { join } from 'node:path';
import { createExtractor, type ExtractorOptions } from '@huati/extraction';
import type { Attachment } from '@huati/shared';
import type { Config } from '../../config';
import type { Database } from '../../db/database';
import { limitPerMinute } from '../../limits';
import type { Logger } from '../../logger';
import type { Redis } from '../../redis/connection';
import { createAttachedRepository } from './attached.repository';
import { createDirectUploads, type DirectUploads } from './direct-uploads';
import { drawStored } from './draw-stored';
import { createFilesRepository } from './files.repository';
import { createFilesService, type FilesService } from './files.service';
import { createFolderStore } from './folder-store';
import { createOwnedRepository } from './owned.repository';
import { createPassagesRepository } from './passages.repository';
import { createPictures } from './pictures';
import { startReading, type ReadingParts } from './reading';
import { createReadingRepository } from './reading.repository';
import { createResumable, type Resumable } from './resumable';
import { createS3Store } from './s3-store';
import { sweep } from './spool';
import type { FileStore } from './store';
import { createTaking } from './taking';
import { startTidying, type Tidying } from './tidying';
import { toAttachment } from './to-attachment';

/** Pictures of pages and of pictures that a user may have drawn a minute: far more than anybody turns pages. */
const DRAWN_PER_MINUTE = 300;

export interface FilesParts {
  config: Pick<Config, 'dataDir' | 'uploads' | 'limits' | 'extraction' | 's3' | 'corsOrigins'>;
  redis?: Redis | undefined;
  database: Database;
  /** Says what can be seen on a picture, where the model can. */
  readPicture?: ExtractorOptions['readPicture'];
  /** Told of each file that was read. */
  wasRead?: ReadingParts['wasRead'];
  lookMs?: ReadingParts['lookMs'];
  /** Tells the devices of its user that something is new in a topic. */
  touched(topicId: string): Promise<void>;
  logger: Logger;
}

/** All that has to do with files: taking them, reading them, giving them back, deleting them. */
export interface Files {
  service: FilesService;
  direct: DirectUploads;
  resumable: Resumable;
  /** Draws a stored picture upright, as a JPEG of at most so many pixels a side. */
  drawPicture: ReturnType<typeof drawStored>;
  tidying: Tidying;
  store: FileStore;
  /** Deletes what nobody uses, and reads what is still to be read. Never rejects. */
  begin(): Promise<void>;
  /** To be told of a topic before it goes; gives what is to be called once it is gone. */
  removing(topicId: string): Promise<() => void>;
  /** The attachments of each of these messages that has some. */
  attachmentsOf(messageIds: readonly string[]): Promise<Map<string, Attachment[]>>;
  close(): Promise<void>;
}

export function createFiles({ config, database, redis, logger, ...parts }: FilesParts): Files {
  const repository = createFilesRepository(database);
  const attached = createAttachedRepository(database);
  const owned = createOwnedRepository(database);
  const unread = createReadingRepository(database);
  const folders = foldersIn(config.dataDir);
  const store = storeOf(config.s3, folders, logger);
  const extractor = createExtractor({
    ...config.extraction,
    ...(parts.readPicture && { readPicture: parts.readPicture }),
  });
  const reading = startReading({
    repository: unread,
    store,
    extractor,
    places: config.extraction.threads,
    wasRead: parts.wasRead,
    lookMs: parts.lookMs,
    logger,
  });
  const tidying = startTidying({
    repository,
    store,
    sweep: async (before) => {
      for (const folder of [folders.spool, folders.partial]) await sweep(folder, before);
    },
    retired: reading.cancel,
    logger,
  });
  const { maxBytes, quotaBytes } = config.uploads;
  const taking = createTaking({ repository, store, reading, tidying, quotaBytes });
  const admit = limitPerMinute(config.limits.uploadsPerMinute, 'uploads', redis);
  const common = { repository, store, taking, tidying, maxBytes, quotaBytes, admit, logger };
  const { usedBytes } = owned;
  const direct = createDirectUploads({ ...common, usedBytes });
  const partial = { folder: folders.partial, corsOrigins: config.corsOrigins };
  const resumable = createResumable({ ...common, ...partial, usedBytes });

  return {
    service: createFilesService({
      ...common,
      owned,
      unread,
      passages: createPassagesRepository(database),
      direct,
      resumable,
      pictures: createPictures({
        store,
        extractor,
        admit: limitPerMinute(DRAWN_PER_MINUTE, 'pictures', redis),
      }),
      reading,
      spoolFolder: folders.spool,
      touched: parts.touched,
    }),
    direct,
    resumable,
    drawPicture: drawStored({ store, extractor }),
    tidying,
    store,
    begin: async () => {
      // The folders are there before the first upload.
      await tidying.look();
      await reading.look();
    },
    removing: async (topicId) => {
      const fileIds = await repository.ofTopic(topicId);
      return () => void tidying.drop(fileIds);
    },
    attachmentsOf: async (messageIds) => {
      const rows = await attached.ofMessages(messageIds);
      return new Map([...rows].map(([messageId, own]) => [messageId, own.map(toAttachment)]));
    },
    close: async () => {
      await reading.close();
      await extractor.close();
      await tidying.close();
      await store.close();
    },
  };
}

/** Where files lie on this machine: stored, on their way in, coming in parts, and copied to be read. */
function foldersIn(dataDir: string) {
  const at = (name: string) => join(dataDir, name);
  return { stored: at('files'), spool: at('uploads'), partial: at('uploads-partial') };
}

function storeOf(s3: Config['s3'], folders: ReturnType<typeof foldersIn>, logger: Logger): FileStore {
  return s3 ? createS3Store({ settings: s3, copiesFolder: folders.spool, logger }) : createFolderStore(folders.stored);
}
