import { Unreadable, kinds, type Extractor } from '@huati/extraction';
import { Failure } from '../../failure';
import type { Limit } from '../../limits';
import type { AttachedRow } from './files.repository';
import { pictureKindOf } from './picture-kind';
import { useLocal, type FileStore } from './store';

/** A picture that is made when it is needed; `etag` is the same as long as it looks the same. */
export interface Drawn {
  etag: string;
  /** A JPEG. Throws `unreadable` where it cannot be drawn, `rate_limited`. */
  draw(signal: AbortSignal): Promise<Uint8Array>;
}

/** What can be seen of files. */
export interface Pictures {
  /** The page `page`, from 1, so many pixels wide. Throws `not_found` where the file has no such page. */
  page(userId: string, row: AttachedRow, page: number, width: number): Drawn;
  /** A picture, upright, of at most so many pixels a side. Throws `not_found` where the file is none. */
  picture(userId: string, row: AttachedRow, side: number): Drawn;
}

export interface PicturesParts {
  store: Pick<FileStore, 'local'>;
  extractor: Pick<Extractor, 'page' | 'picture'>;
  admit: Limit;
}

export function createPictures({ store, extractor, admit }: PicturesParts): Pictures {
  const drawn = (
    userId: string,
    { file_id: fileId }: AttachedRow,
    etag: string,
    make: (path: string, signal: AbortSignal) => Promise<{ jpeg: Uint8Array }>,
  ): Drawn => ({
    etag,
    draw: async (signal) => {
      await admit(userId);
      try {
        return (await useLocal(store, fileId, (path) => make(path, signal))).jpeg;
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        throw new Failure('unreadable', error.message, { reason: error.reason, cause: error });
      }
    },
  });

  return {
    page: (userId, row, page, width) => {
      if (row.mime !== kinds.pdf || (row.pages !== null && page > row.pages)) {
        throw new Failure('not_found', 'the file has no such page');
      }
      return drawn(userId, row, `"${row.sha256}-${page}-${width}"`, (path, signal) =>
        extractor.page({ path, kind: 'pdf' }, page, width, signal),
      );
    },

    picture: (userId, row, side) => {
      const kind = pictureKindOf(row.mime);
      if (kind === undefined) throw new Failure('not_found', 'the file is no picture');
      return drawn(userId, row, `"${row.sha256}-${side}"`, (path, signal) =>
        extractor.picture({ path, kind }, side, signal),
      );
    },
  };
}
