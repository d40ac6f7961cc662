import type { Attachment, SharedMessage, SharedPicture } from '@huati/shared';
import type { SourcesRepository } from '../evidence/sources.repository';
import { restsOf, wordsOf } from './rests';
import type { SharedRow } from './sharing.repository';

/** The picture that others are given of an attachment, by that one's id. */
export type PicturesShown = ReadonlyMap<string, SharedPicture>;

export interface ShowingParts {
  /** The attachments of each of these messages that has some. */
  attachmentsOf(messageIds: readonly string[]): Promise<Map<string, Pick<Attachment, 'id' | 'name' | 'mime'>[]>>;
  /** The whole texts of those sources of answers. */
  textsOf: SourcesRepository['texts'];
}

/** A message as others see it, and all words of it that they would read. */
export interface ShownMessage {
  message: SharedMessage;
  words: string;
}

/**
 * Messages of a branch as others may see them: what they cite, names of files, and nothing else of their owner's. What is still
 * being written has its text so far, and rests on nothing yet.
 */
export type Showing = (rows: readonly SharedRow[], pictures?: PicturesFor) => Promise<ShownMessage[]>;

/** Gives pictures of those attachments that have one, by their ids. */
export type PicturesFor = (attachmentIds: readonly string[]) => Promise<PicturesShown>;

export function createShowing({ attachmentsOf, textsOf }: ShowingParts): Showing {
  return async (rows, picturesFor) => {
    const attached = await attachmentsOf(rows.filter((row) => row.attached === 1).map(({ id }) => id));
    const rests = await restsOf(
      rows.map((row) => (row.status === 'streaming' ? { ...row, sources_json: null } : row)),
      textsOf,
      picturesFor,
    );
    const seen = [...attached.values()].flat().filter(({ mime }) => mime.startsWith('image/'));
    const pictures = seen.length > 0 ? await picturesFor?.(seen.map(({ id }) => id)) : undefined;
    return rows.map(({ id, role, text, status, created_at: createdAt }) => {
      const files = (attached.get(id) ?? []).map((file) => {
        const picture = pictures?.get(file.id);
        return { name: file.name, ...(picture && { picture }) };
      });
      const restsOn = rests.get(id) ?? {};
      const message: SharedMessage = {
        id,
        role,
        text,
        status,
        createdAt: new Date(createdAt).toISOString(),
        ...(files.length > 0 && { attachments: files }),
        ...restsOn,
      };
      return { message, words: [text, ...files.map(({ name }) => name), ...wordsOf(restsOn)].join('\n\n') };
    });
  };
}
