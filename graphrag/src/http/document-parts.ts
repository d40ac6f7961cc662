import * as v from 'valibot';
import type { DocumentState } from '@huati/shared';
import { ID_MAX } from '../ingestion/ids';
import type { DocumentRecord } from '../ingestion/registry';

/** The id of a document: anything without control characters. */
export const DocumentId = v.pipe(
  v.string('id must be text'),
  v.minLength(1, 'id is empty'),
  v.maxLength(ID_MAX, `id has more than ${ID_MAX} characters`),
  v.regex(/^\P{Cc}+$/u, 'id has control characters'),
);

export const Owner = v.optional(v.pipe(v.string(), v.maxLength(100, 'owner has more than 100 characters')), '');

const NAME_MAX = 200;

/** The last part of a path, without what no name has. */
export function nameOf(path: string): string {
  const name = path.split(/[/\\]/).at(-1) ?? '';
  return name
    .replace(/\p{Cc}/gu, '')
    .trim()
    .slice(0, NAME_MAX);
}

/** A document as it is told: what the contract has, and what operators want to know. */
export type DocumentTold = DocumentState &
  Pick<DocumentRecord, 'id' | 'owner' | 'title' | 'mime' | 'kind' | 'hash' | 'counts' | 'faults'>;

export function toTold(document: DocumentRecord, part: number): DocumentTold {
  const { id, owner, title, mime, kind, hash, status, counts, faults, error } = document;
  return {
    id,
    owner,
    title,
    mime,
    kind,
    hash,
    status: status === 'removing' ? 'processing' : status,
    ...(status === 'processing' && { progress: part }),
    ...(status === 'failed' && { error: error ?? 'it was not taken in' }),
    ...(counts && { counts }),
    ...(faults && { faults }),
  };
}
