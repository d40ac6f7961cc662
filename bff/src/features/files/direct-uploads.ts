import type { Attachment, DirectUpload } from '@huati/shared';
import { Failure } from '../../failure';
import { newId } from '../../ids';
import type { Limit } from '../../limits';
import { fileName } from './file-name';
import type { AttachedRow, Awaited, FilesRepository } from './files.repository';
import { assertWithin } from './quota';
import { OPEN_S } from './quota.repository';
import { measure } from './spool';
import { useLocal, type FileStore } from './store';
import type { Taking } from './taking';
import { toAttachment } from './to-attachment';

export interface DirectUploads {
  /**
   * A place where the user's client writes a file of `bytes` bytes itself. Throws `not_configured` where the store takes nothing
   * from clients, `too_large`, `rate_limited`.
   */
  begin(userId: string, file: { name: string; bytes: number }): Promise<DirectUpload>;
  /**
   * The file is there: from now on it is an attachment. Throws `invalid` where it is not as long as was said, and what an upload
   * throws; then nothing of it is left. Done again, it is the same attachment.
   */
  complete(userId: string, attachmentId: string): Promise<Attachment>;
  /** Gives up one that is not complete; false where there is no such. */
  cancel(userId: string, attachmentId: string): Promise<boolean>;
}

export interface DirectUploadsParts {
  repository: FilesRepository;
  store: FileStore;
  taking: Taking;
  usedBytes(userId: string): Promise<number>;
  maxBytes: number;
  quotaBytes: number;
  admit: Limit;
}

export function createDirectUploads(parts: DirectUploadsParts): DirectUploads {
  const { repository, store, taking, maxBytes } = parts;

  /** What lay in it is no longer needed. Its row stays while the place is open: what is written then is found by it. */
  const leave = async (place: Awaited): Promise<void> => {
    await repository.remove(place.user_id, place.id);
    await store.remove(place.file_id);
  };

  const take = async (place: Awaited, size: number): Promise<AttachedRow> => {
    const { id, user_id: userId, name, file_id: fileId } = place;
    if (size !== place.bytes) throw new Failure('invalid', `the file has ${size} bytes, and not ${place.bytes}`);
    // Whoever knows the place may still write to it: what is kept is this copy, of which the hash is known.
    return useLocal(store, fileId, async (path) =>
      taking.take({ id, userId, name, path, ...(await measure(path, maxBytes)) }),
    );
  };

  return {
    begin: async (userId, { name, bytes }) => {
      if (!store.direct) throw new Failure('not_configured', 'this deployment keeps files itself: use /api/uploads');
      await parts.admit(userId);
      if (bytes > maxBytes) throw new Failure('too_large', `the file has more than ${maxBytes} bytes`);
      if (bytes < 1) throw new Failure('invalid', 'the file is empty');
      if (parts.quotaBytes > 0) assertWithin(parts.quotaBytes, (await parts.usedBytes(userId)) + bytes);
      const [id, fileId] = [newId(), newId()];
      await repository.begin(fileId, { attachment: { id, user_id: userId, name: fileName(name) }, bytes });
      return { id, ...(await store.direct.place(fileId, bytes, OPEN_S)) };
    },

    cancel: async (userId, attachmentId) => {
      const place = await repository.findAwaited(userId, attachmentId);
      if (place) await leave(place);
      return place !== undefined;
    },

    complete: async (userId, attachmentId) => {
      const known = await repository.find(userId, attachmentId);
      if (known) return toAttachment(known);
      const found = await repository.findAwaited(userId, attachmentId);
      if (!found) throw new Failure('not_found', 'no such attachment');
      const size = await store.direct?.size(found.file_id);
      if (size === undefined) throw new Failure('invalid', 'the file is not there yet');
      try {
        const row = await take(found, size);
        await store.remove(found.file_id);
        return toAttachment(row);
      } catch (error) {
        if (error instanceof Failure && error.code !== 'internal') await leave(found);
        throw error;
      }
    },
  };
}
