import type { Database } from '../../db/database';
import type { AttachmentRow, FileRow, PassageRow } from '../../db/schema';

/** A file of a topic that was read: `id` is the attachment's, `tokens` its text's by the estimate. */
export interface TopicFile {
  id: string;
  file_id: string;
  name: string;
  mime: string;
  passages: number;
  tokens: number;
  /** True where there was more in it than was kept when it was read. */
  cut: boolean;
}

/** Files to a question: whether there is any, and those that are read, the oldest first. */
export interface FilesAround {
  any: boolean;
  ready: readonly TopicFile[];
}

/** A file that a question has, read or not. */
export type OwnFile = Pick<AttachmentRow, 'id' | 'name' | 'topic_id'> & Pick<FileRow, 'status'>;

export type PassageText = Pick<PassageRow, 'n' | 'text' | 'place_json' | 'tokens'>;

/** Values in one statement. */
const CHUNK = 500;

/** What the files of topics have to say. */
export interface EvidenceRepository {
  /** The files of a topic. */
  ofTopic(topicId: string): Promise<FilesAround>;
  /** The files of a question, in its order. */
  ofQuestion(questionId: string): Promise<OwnFile[]>;
  /** Those of the user's attachments that are there, in any order. */
  owned(userId: string, attachmentIds: readonly string[]): Promise<OwnFile[]>;
  /** At most `limit` passages of a content after the `after`th, in order. */
  passages(fileId: string, after: number, limit: number): Promise<PassageText[]>;
  /** Those passages, in order. */
  passagesAt(fileId: string, ns: readonly number[]): Promise<PassageText[]>;
  /** Those passages of an attachment, wherever the user has it, with where they stand on their page. */
  inPlace(userId: string, attachmentId: string, ns: readonly number[]): Promise<PassageRow[]>;
}

export function createEvidenceRepository({ kysely }: Database): EvidenceRepository {
  const files = () =>
    kysely
      .selectFrom('attachments')
      .innerJoin('files', 'files.id', 'attachments.file_id')
      .select(['attachments.id', 'attachments.name', 'attachments.topic_id']);
  const passages = (fileId: string) =>
    kysely
      .selectFrom('file_passages')
      .select(['n', 'text', 'place_json', 'tokens'])
      .where('file_id', '=', fileId)
      .orderBy('n');

  return {
    ofTopic: async (topicId) => {
      const rows = await files()
        .select(['attachments.file_id', 'files.mime', 'files.passages', 'files.tokens', 'files.cut', 'files.status'])
        .where('attachments.topic_id', '=', topicId)
        .orderBy('attachments.created_at')
        .orderBy('attachments.id')
        .execute();
      const ready = rows.filter(({ status, passages: count }) => status === 'ready' && (count ?? 0) > 0);
      return {
        any: rows.length > 0,
        ready: ready.map(({ mime, passages: count, tokens, cut, status: _status, ...row }) => ({
          ...row,
          mime: mime ?? '',
          passages: count ?? 0,
          tokens: tokens ?? 0,
          cut: cut > 0,
        })),
      };
    },

    ofQuestion: (questionId) =>
      files()
        .innerJoin('message_attachments', 'message_attachments.attachment_id', 'attachments.id')
        .select('files.status')
        .where('message_attachments.message_id', '=', questionId)
        .orderBy('message_attachments.place')
        .execute(),

    owned: async (userId, ids) =>
      ids.length === 0
        ? []
        : files()
            .select('files.status')
            .where('attachments.user_id', '=', userId)
            .where('attachments.id', 'in', ids)
            .execute(),

    passages: (fileId, after, limit) => passages(fileId).where('n', '>', after).limit(limit).execute(),

    passagesAt: async (fileId, ns) => {
      const rows: PassageText[] = [];
      for (let at = 0; at < ns.length; at += CHUNK) {
        rows.push(
          ...(await passages(fileId)
            .where('n', 'in', ns.slice(at, at + CHUNK))
            .execute()),
        );
      }
      return rows.sort((a, b) => a.n - b.n);
    },

    inPlace: (userId, attachmentId, ns) =>
      kysely
        .selectFrom('attachments')
        .innerJoin('file_passages', 'file_passages.file_id', 'attachments.file_id')
        .selectAll('file_passages')
        .where('attachments.id', '=', attachmentId)
        .where('attachments.user_id', '=', userId)
        .where('file_passages.n', 'in', ns)
        .orderBy('file_passages.n')
        .execute(),
  };
}
