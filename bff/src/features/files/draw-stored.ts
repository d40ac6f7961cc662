import type { Extractor } from '@huati/extraction';
import { Failure } from '../../failure';
import { pictureKindOf } from './picture-kind';
import { useLocal, type FileStore } from './store';

export interface DrawStoredParts {
  store: Pick<FileStore, 'local'>;
  extractor: Pick<Extractor, 'picture'>;
}

/**
 * Draws a stored picture upright, as a JPEG of at most `side` pixels a side. Rejects where the content is no picture, or cannot be
 * drawn.
 */
export function drawStored({ store, extractor }: DrawStoredParts) {
  return async (fileId: string, mime: string, side: number, signal: AbortSignal): ReturnType<Extractor['picture']> => {
    const kind = pictureKindOf(mime);
    if (kind === undefined) throw new Failure('unsupported_type', 'the file is no picture');
    return useLocal(store, fileId, (path) => extractor.picture({ path, kind }, side, signal));
  };
}
