import { createHmac } from 'node:crypto';
import { Unreadable } from '@huati/extraction';
import type { SharedPicture } from '@huati/shared';
import { LRUCache } from 'lru-cache';
import type { ShareRow } from '../../db/schema';
import { Failure } from '../../failure';
import type { Limit } from '../../limits';
import type { Logger } from '../../logger';
import { picturesIn, toPicturesJson, type Listed } from './listed';
import type { PictureFile, PicturesRepository } from './pictures.repository';
import type { PicturesFor } from './showing';

/** The longest side of a picture that is shared, in pixels. */
const SIDE = 1600;
/** Pictures of one share. */
const MOST = 100;
/** How long they may take to be drawn where a share is made, and where a live one is read, in ms: the rest is left out, or later. */
const WITHIN_MS = { made: 20_000, read: 3_000 };
/** Drawn ones that are kept, in bytes: many read a share at the same time. */
const KEPT_BYTES = 64 * 1024 * 1024;
/** Of an id: as hard to guess as the share's own. */
const ID_LENGTH = 24;

type Sharing = Pick<ShareRow, 'id' | 'user_id'>;
type LiveSharing = Sharing & Pick<ShareRow, 'pictures_json'>;

/** Gives pictures to a share that is being made. */
export interface Gathering {
  picturesFor: PicturesFor;
  /** What is to be stored with the share. */
  json(): string;
}

/** A picture of a share. */
export interface DrawnPicture {
  etag: string;
  /** A JPEG with nothing in it but pixels. Throws `unreadable`, and `rate_limited`. */
  draw(): Promise<Uint8Array>;
}

/** Pictures of shares: copies that are drawn anew, never what was uploaded. */
export interface SharedPictures {
  gather(share: Sharing): Gathering;
  /** Of a live share, whose later questions have pictures too; undefined where it shows none. */
  ofLive(share: LiveSharing): PicturesFor | undefined;
  /** Throws `not_found` where the share has no such picture, or its owner has deleted the file. */
  find(share: LiveSharing, pictureId: string): Promise<DrawnPicture>;
}

export interface SharedPicturesParts {
  repository: PicturesRepository;
  /** Draws a stored picture upright, no side longer than so many pixels. */
  draw(
    fileId: string,
    mime: string,
    side: number,
    signal: AbortSignal,
  ): Promise<{ jpeg: Uint8Array; width: number; height: number }>;
  /** Makes ids that tell nothing. */
  secret: Uint8Array;
  /** Of pictures drawn for one share. */
  admit: Limit;
  logger: Logger;
}

export function createSharedPictures({ repository, draw, secret, admit, logger }: SharedPicturesParts): SharedPictures {
  const drawn = new LRUCache<string, Awaited<ReturnType<typeof draw>>, PictureFile>({
    maxSize: KEPT_BYTES,
    sizeCalculation: ({ jpeg }) => Math.max(1, jpeg.byteLength),
    fetchMethod: (fileId, _old, { context: { mime }, signal }) => draw(fileId, mime, SIDE, signal),
  });
  const picture = async (file: PictureFile) => drawn.forceFetch(file.fileId, { context: file });

  const idOf = (shareId: string, attachmentId: string): string =>
    createHmac('sha256', secret).update(`picture:${shareId}:${attachmentId}`).digest('base64url').slice(0, ID_LENGTH);

  /** Undefined where it may come out another time. */
  const sizeOf = async (file: PictureFile): Promise<{ width: number; height: number } | undefined> => {
    try {
      const { width, height } = await picture(file);
      return { width, height };
    } catch (error) {
      if (error instanceof Unreadable || error instanceof Failure) return { width: 0, height: 0 };
      logger.warn({ err: error }, 'a picture of a share was not drawn');
      return undefined;
    }
  };

  /** Those that are not listed yet and can be drawn in time. */
  const more = async (share: Sharing, wanted: readonly string[], listed: Listed, withinMs: number): Promise<Listed> => {
    const open = wanted.filter((id) => !listed.has(idOf(share.id, id))).slice(0, Math.max(0, MOST - listed.size));
    const until = performance.now() + withinMs;
    const found = new Map<string, { attachmentId: string; width: number; height: number }>();
    for (const file of await repository.files(share.user_id, [...new Set(open)])) {
      if (performance.now() > until) break;
      const size = await sizeOf(file);
      if (size) found.set(idOf(share.id, file.attachmentId), { attachmentId: file.attachmentId, ...size });
    }
    return found;
  };
  const shownOf = (listed: Listed): Map<string, SharedPicture> =>
    new Map(
      [...listed]
        .filter(([, { width }]) => width > 0)
        .map(([id, { attachmentId, width, height }]) => [attachmentId, { id, width, height }]),
    );

  return {
    gather: (share) => {
      const listed = new Map<string, { attachmentId: string; width: number; height: number }>();
      return {
        picturesFor: async (wanted) => {
          for (const [id, one] of await more(share, wanted, listed, WITHIN_MS.made)) listed.set(id, one);
          return shownOf(listed);
        },
        json: () => toPicturesJson(listed),
      };
    },

    ofLive: (share) => {
      if (share.pictures_json === null) return undefined;
      const listed = new Map(picturesIn(share));
      return async (wanted) => {
        const found = await more(share, wanted, listed, WITHIN_MS.read);
        for (const [id, one] of found) listed.set(id, one);
        if (found.size > 0) await repository.keep(share.id, found);
        return shownOf(listed);
      };
    },

    find: async (share, pictureId) => {
      const one = picturesIn(share).get(pictureId);
      const [file] = one && one.width > 0 ? await repository.files(share.user_id, [one.attachmentId]) : [];
      if (!file) throw new Failure('not_found', 'no such picture, or it was deleted');
      return {
        etag: `"${pictureId}"`,
        draw: async () => {
          if (!drawn.has(file.fileId)) await admit(share.id);
          try {
            return (await picture(file)).jpeg;
          } catch (error) {
            if (!(error instanceof Unreadable)) throw error;
            throw new Failure('unreadable', error.message, { reason: error.reason, cause: error });
          }
        },
      };
    },
  };
}
