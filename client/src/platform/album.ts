import type { Denial } from './picked';

/** Keeps a picture that lies at `path`: a browser downloads it. Out: why that was not possible. */
export function savePicture(path: string, name: string): Promise<Denial | null> {
  const link = document.createElement('a');
  link.href = path;
  link.download = name;
  link.click();
  return Promise.resolve(null);
}

/** Whether pictures go to an album, and whoever saved one is to be told of it. */
export const hasAlbum: boolean = false;
