import type { Readable } from 'node:stream';
import type { Attachment } from '@huati/shared';
import { Failure } from '../../failure';
import { newId } from '../../ids';
import type { Limit } from '../../limits';
import type { Logger } from '../../logger';
import type { AttachedRow, FilesRepository } from './files.repository';
import { fileName } from './file-name';
import { storeContent } from './store-content';
import type { FileStore } from './store';
import type { Received } from './received';
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
  /** Throws `invalid` where a question has it. */
  remove(userId: string, attachmentId: string): Promise<void>;
}

export interface FilesParts {
  repository: FilesRepository;
  store: FileStore;
  maxBytes: number;
  /** Lets a user upload one more, or throws `rate_limited`. */
  admit: Limit;
  logger: Logger;
}

export function createFilesService({ repository, store, maxBytes, admit, logger }: FilesParts): FilesService {
  const own = async (userId: string, attachmentId: string): Promise<AttachedRow> => {
    const row = await repository.find(userId, attachmentId);
    if (!row) throw new Failure('not_found', 'no such attachment');
    return row;
  };

  const discard = async (fileId: string): Promise<void> => {
    try {
      // Where it is used after all, it stays.
      if (!(await repository.retire(fileId))) return;
      await store.remove(fileId);
      await repository.forget(fileId);
    } catch (error) {
      // Its row is still there, by which it is found later.
      logger.warn({ err: error, fileId }, 'a file that is not needed stays for now');
    }
  };

  const stored = async (userId: string, { name, content, ended }: Received, fileId: string): Promise<AttachedRow> => {
    const facts = await storeContent(store, fileId, content, maxBytes);
    await ended;
    const id = newId();
    const usedId = await repository.keep(fileId, facts, { id, user_id: userId, name: fileName(name) });
    if (usedId !== fileId) await discard(fileId);
    return own(userId, id);
  };

  return {
    upload: async (userId, receive) => {
      await admit(userId);
      const received = await receive(maxBytes);
      const fileId = newId();
      try {
        await repository.begin(fileId);
        return toAttachment(await stored(userId, received, fileId));
      } catch (error) {
        received.content.destroy();
        await discard(fileId);
        throw error;
      }
    },

    state: async (userId, attachmentId) => toAttachment(await own(userId, attachmentId)),

    content: async (userId, attachmentId) => {
      const { file_id: fileId, charset, ...row } = await own(userId, attachmentId);
      const { name, mime, bytes, sha256 } = toAttachment({ ...row, file_id: fileId, charset });
      return { name, mime, charset, bytes, sha256, open: (range) => store.open(fileId, range) };
    },

    remove: async (userId, attachmentId) => {
      const { file_id: fileId } = await own(userId, attachmentId);
      if (!(await repository.remove(userId, attachmentId))) {
        throw new Failure('invalid', 'a question has this attachment: it goes with its topic');
      }
      await discard(fileId);
    },
  };
}
