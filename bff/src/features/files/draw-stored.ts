import { kinds, type Extractor, type Kind } from '@huati/extraction';
import { Failure } from '../../failure';
import type { FileStore } from './store';

export interface DrawStoredParts {
  store: Pick<FileStore, 'local'>;
  extractor: Pick<Extractor, 'picture'>;
}

const PICTURES: readonly Kind[] = ['png', 'jpeg', 'webp', 'gif', 'heic'];

/**
 * Draws a stored picture upright, as a JPEG of at most `side` pixels a side. Rejects where the content is no picture, or cannot be
 * drawn.
 */
export function drawStored({ store, extractor }: DrawStoredParts) {
  return async (fileId: string, mime: string, side: number, signal: AbortSignal): Promise<Uint8Array> => {
    const kind = PICTURES.find((one) => kinds[one] === mime);
    if (kind === undefined) throw new Failure('unsupported_type', 'the file is no picture');
    const { path, release } = await store.local(fileId);
    try {
      return (await extractor.picture({ path, kind }, side, signal)).jpeg;
    } finally {
      await release();
    }
  };
}
