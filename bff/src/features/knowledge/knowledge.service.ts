import type { Knowledge, Page, PageQuery } from '@huati/shared';
import * as v from 'valibot';
import { decodeCursor, encodeCursor } from '../../cursor';
import { Failure } from '../../failure';
import { newId } from '../../ids';
import type { KnowledgeRepository } from './knowledge.repository';
import { toKnowledge } from './to-knowledge';

const Position = v.object({ id: v.string() });

/**
 * What users send on to the GraphRAG service. Every call but `available` throws `not_configured` where the deployment has
 * none that could take it, and `not_found` for what is not the user's.
 */
export interface KnowledgeService {
  /** Whether files can be sent now. */
  available(): Promise<boolean>;
  /** Has a file sent that is `ready`, else throws `invalid`; the same file again gives the same knowledge. */
  send(userId: string, attachmentId: string): Promise<Knowledge>;
  /** What the user has sent, newest first. */
  list(userId: string, query: PageQuery): Promise<Page<Knowledge>>;
  /** Takes it back: it is deleted at the service too, as soon as that can be reached. */
  remove(userId: string, knowledgeId: string): Promise<void>;
}

export interface KnowledgeParts {
  repository: KnowledgeRepository;
  /** Whether the service takes documents. */
  taken(): Promise<boolean>;
  /** The same, as it was said last. */
  takenLately(): Promise<boolean>;
  /** To be told that something is to be done. */
  look(): Promise<void>;
  /** To be told of contents that may be used by nobody any more. */
  released(fileIds: readonly string[]): Promise<void>;
}

export function createKnowledgeService({
  repository,
  taken,
  takenLately,
  look,
  released,
}: KnowledgeParts): KnowledgeService {
  return {
    available: takenLately,

    send: async (userId, attachmentId) => {
      if (!(await taken())) throw noService();
      const row = await repository.add(userId, attachmentId, newId());
      if (row === undefined) throw new Failure('not_found', 'no such attachment');
      if (row === 'unread') throw new Failure('invalid', 'only a file that is ready can be sent on');
      void look();
      return toKnowledge(row);
    },

    list: async (userId, { limit, cursor }) => {
      const before = cursor === undefined ? undefined : decodeCursor(Position, cursor).id;
      const rows = await repository.list(userId, limit + 1, before);
      const items = rows.slice(0, limit);
      const last = items.at(-1);
      return {
        items: items.map(toKnowledge),
        nextCursor: last && rows.length > limit ? encodeCursor({ id: last.id }) : null,
        prevCursor: null,
      };
    },

    remove: async (userId, knowledgeId) => {
      const fileId = await repository.retire(userId, knowledgeId);
      if (fileId === undefined) throw new Failure('not_found', 'no such knowledge');
      void look();
      void released([fileId]);
    },
  };
}

/** Where there is no service. */
export const noKnowledge: KnowledgeService = {
  available: () => Promise.resolve(false),
  send: () => Promise.reject(noService()),
  list: () => Promise.reject(noService()),
  remove: () => Promise.reject(noService()),
};

function noService(): Failure {
  return new Failure('not_configured', 'there is no GraphRAG service that takes documents');
}
