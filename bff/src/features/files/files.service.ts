import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Attachment, OwnFiles, Page, PageQuery, Passage } from '@huati/shared';
import * as v from 'valibot';
import { decodeCursor, encodeCursor } from '../../cursor';
import { Failure } from '../../failure';
import { newId } from '../../ids';
import type { Limit } from '../../limits';
import type { DirectUploads } from './direct-uploads';
import type { AttachedRow, FilesRepository } from './files.repository';
import type { OwnedRepository } from './owned.repository';
import type { PassagesRepository } from './passages.repository';
import type { Drawn, Pictures } from './pictures';
import { assertWithin } from './quota';
import type { Reading } from './reading';
import type { ReadingRepository } from './reading.repository';
import type { Received } from './received';
import type { Resumable } from './resumable';
import { spool } from './spool';
import type { FileStore } from './store';
import type { Taking } from './taking';
import type { Tidying } from './tidying';
import { toAttachment } from './to-attachment';

/** A content with what it is served as. */
export interface Content {
  name: string;
  mime: string;
  charset: string | null;
  bytes: number;
  sha256: string;
  /** The bytes from `start` up to and with `end`; all of them where it is left out. */
  open(range?: { start: number; end: number }): Promise<Readable>;
}

/** Every call throws `not_found` for what is not the user's, as if it were absent. */
export interface FilesService {
  /**
   * Stores a file for the user to ask about. Throws `rate_limited`, `too_large`, `unsupported_type`, and `invalid` where the upload breaks
   * off or is not one whole file; then nothing of it is left.
   */
  upload(userId: string, receive: (maxBytes: number) => Promise<Received>): Promise<Attachment>;
  state(userId: string, attachmentId: string): Promise<Attachment>;
  content(userId: string, attachmentId: string): Promise<Content>;
  /** What was read out of it so far: nothing, until it is read. */
  passages(userId: string, attachmentId: string, query: PageQuery): Promise<Page<Passage>>;
  page(userId: string, attachmentId: string, page: number, width: number): Promise<Drawn>;
  picture(userId: string, attachmentId: string, side: number): Promise<Drawn>;
  /** Reads it again, where nothing could be read out of it; throws `rate_limited`. */
  retry(userId: string, attachmentId: string): Promise<Attachment>;
  /** Takes it from the questions that have it, and deletes it. What answers cited of it stays with them. */
  remove(userId: string, attachmentId: string): Promise<void>;
  /** All of the user's files, newest first. */
  list(userId: string, query: PageQuery): Promise<OwnFiles>;
  ofTopic(userId: string, topicId: string): Promise<Page<Attachment>>;
}

export interface FilesServiceParts {
  repository: FilesRepository;
  owned: OwnedRepository;
  unread: Pick<ReadingRepository, 'again'>;
  passages: PassagesRepository;
  store: FileStore;
  taking: Taking;
  direct: Pick<DirectUploads, 'cancel'>;
  resumable: Pick<Resumable, 'forget'>;
  pictures: Pictures;
  reading: Pick<Reading, 'look'>;
  tidying: Pick<Tidying, 'drop'>;
  /** Where uploads lie until they are whole. */
  spoolFolder: string;
  maxBytes: number;
  quotaBytes: number;
  /** Lets a user upload one more, or throws `rate_limited`. */
  admit: Limit;
  /** Tells the devices of its user that something is new in a topic. */
  touched(topicId: string): Promise<void>;
}

const AfterPassage = v.object({ n: v.number() });
const AfterFile = v.object({ id: v.string() });

export function createFilesService(parts: FilesServiceParts): FilesService {
  const { repository, owned, store, pictures, maxBytes, quotaBytes } = parts;
  const own = async (userId: string, attachmentId: string): Promise<AttachedRow> => {
    const row = await repository.find(userId, attachmentId);
    if (!row) throw new Failure('not_found', 'no such attachment');
    return row;
  };

  const arrived = async (userId: string, { name, content, ended }: Received): Promise<AttachedRow> => {
    const path = join(parts.spoolFolder, newId());
    try {
      const measures = await spool(path, content, maxBytes);
      await ended;
      return await parts.taking.take({ id: newId(), userId, name, path, ...measures });
    } finally {
      content.destroy();
      await rm(path, { force: true });
    }
  };

  return {
    upload: async (userId, receive) => {
      await parts.admit(userId);
      // Whoever has used it up need not send a whole file to be told.
      if (quotaBytes > 0) assertWithin(quotaBytes, (await owned.usedBytes(userId)) + 1);
      return toAttachment(await arrived(userId, await receive(maxBytes)));
    },

    state: async (userId, attachmentId) => toAttachment(await own(userId, attachmentId)),

    content: async (userId, attachmentId) => {
      const row = await own(userId, attachmentId);
      const { name, mime, bytes, sha256 } = toAttachment(row);
      return { name, mime, charset: row.charset, bytes, sha256, open: (range) => store.open(row.file_id, range) };
    },

    passages: async (userId, attachmentId, { limit, cursor }) => {
      const row = await own(userId, attachmentId);
      const after = cursor === undefined ? 0 : decodeCursor(AfterPassage, cursor).n;
      const found = await parts.passages.list(row.file_id, limit + 1, after);
      const items = found.slice(0, limit);
      const last = found.length > limit ? items.at(-1) : undefined;
      return { items, nextCursor: last ? encodeCursor({ n: last.n }) : null, prevCursor: null };
    },

    page: async (userId, id, page, width) => pictures.page(userId, await own(userId, id), page, width),
    picture: async (userId, id, side) => pictures.picture(userId, await own(userId, id), side),

    retry: async (userId, attachmentId) => {
      const { file_id: fileId } = await own(userId, attachmentId);
      await parts.admit(userId);
      if (await parts.unread.again(fileId)) void parts.reading.look();
      return toAttachment(await own(userId, attachmentId));
    },

    remove: async (userId, attachmentId) => {
      if (await parts.direct.cancel(userId, attachmentId)) return;
      const { file_id: fileId, topic_id: topicId } = await own(userId, attachmentId);
      // What it came from would make it anew, where a process died before that was taken away.
      await parts.resumable.forget(attachmentId);
      if (!(await owned.remove(userId, attachmentId))) return;
      await parts.tidying.drop([fileId]);
      if (topicId !== null) await parts.touched(topicId);
    },

    list: async (userId, { limit, cursor }) => {
      const after = cursor === undefined ? undefined : decodeCursor(AfterFile, cursor);
      const rows = await owned.list(userId, limit + 1, after);
      const items = rows.slice(0, limit);
      const last = rows.length > limit ? items.at(-1) : undefined;
      return {
        items: items.map(toAttachment),
        nextCursor: last ? encodeCursor({ id: last.id }) : null,
        prevCursor: null,
        usedBytes: await owned.usedBytes(userId),
        quotaBytes,
      };
    },

    ofTopic: async (userId, topicId) => {
      const rows = await owned.ofTopic(userId, topicId);
      if (!rows) throw new Failure('not_found', 'no such topic');
      return { items: rows.map(toAttachment), nextCursor: null, prevCursor: null };
    },
  };
}
