import { createReadStream } from 'node:fs';
import { kinds, sniff } from '@huati/extraction';
import { Failure } from '../../failure';
import { newId } from '../../ids';
import { fileName } from './file-name';
import type { AttachedRow, FileFacts, FilesRepository, NewAttachment } from './files.repository';
import type { Reading } from './reading';
import type { Measures } from './spool';
import type { FileStore } from './store';
import type { Tidying } from './tidying';

/** How long an upload's answer waits for the file to be read, in ms: most are, and need not be asked about again. */
const READ_SOON_MS = 300;

/** A whole content on this machine, about to become an attachment of its user's. */
export interface Arrived extends Measures {
  /** The attachment's id. */
  id: string;
  userId: string;
  name: string;
  path: string;
}

export interface TakingParts {
  repository: FilesRepository;
  store: FileStore;
  reading: Pick<Reading, 'settled'>;
  tidying: Pick<Tidying, 'drop'>;
  quotaBytes: number;
}

/** Makes what has arrived an attachment that is being read. */
export interface Taking {
  /**
   * Throws `invalid` for nothing at all, `unsupported_type` and `unreadable` for what is not taken, `too_large` where it is too much for its user;
   * then nothing of it is stored. Done again with the same id, it is the same attachment.
   */
  take(arrived: Arrived): Promise<AttachedRow>;
}

export function createTaking({ repository, store, reading, tidying, quotaBytes }: TakingParts): Taking {
  return {
    take: async ({ id, userId, name, path, ...measures }) => {
      const facts = await factsOf(path, measures);
      const attachment: NewAttachment = { id, user_id: userId, name: fileName(name) };
      const fileId = newId();
      try {
        await repository.begin(fileId);
        await store.put(fileId, createReadStream(path), measures.bytes);
        const usedId = await repository.keep(fileId, facts, attachment, quotaBytes);
        if (usedId !== fileId) await tidying.drop([fileId]);
        await reading.settled(usedId, READ_SOON_MS);
      } catch (error) {
        await tidying.drop([fileId]);
        throw error;
      }
      const row = await repository.find(userId, id);
      // Deleted while it was being read.
      if (!row) throw new Failure('not_found', 'no such attachment');
      return row;
    },
  };
}

/** What the file `path` is, by its bytes. */
async function factsOf(path: string, { bytes, sha256 }: Measures): Promise<FileFacts> {
  if (bytes === 0) throw new Failure('invalid', 'the file is empty');
  const found = await sniff(path);
  if ('kind' in found) return { bytes, sha256, mime: kinds[found.kind], charset: found.charset ?? null };
  switch (found.refused) {
    case 'empty':
      throw new Failure('invalid', 'the file is empty');
    case 'legacy':
      throw new Failure('unsupported_type', 'a format of old office programs: save it as .docx, .xlsx or .pptx', {
        reason: 'legacy',
      });
    case 'encrypted':
      throw new Failure('unreadable', 'the file needs a password: save it without one', { reason: 'encrypted' });
    default:
      throw new Failure(
        'unsupported_type',
        'only PDF, Word, PowerPoint, Excel (docx, pptx, xlsx), text (txt, md, csv, html, source code …) and pictures ' +
          '(PNG, JPEG, WebP, GIF, HEIC) are taken',
      );
  }
}
