import type { Denial } from './picked';

/** What became of a picture that was to be saved. */
export type Saved = 'saved' | 'cancelled' | Denial;

/** Keeps a picture that lies at `path`: a browser downloads it. Out: what came of it. */
export function savePicture(path: string, name: string): Promise<Saved> {
  const link = document.createElement('a');
  link.href = path;
  link.download = name;
  link.click();
  return Promise.resolve('saved');
}

/** Whether pictures go to an album, and whoever saved one is to be told of it. */
export const hasAlbum: boolean = false;
