import type { Drawn } from './brush';
import { letGo, pathOfBlob } from './blob-path';

/** Whether this device hands pictures on to other programs. */
export const sendsPictures: boolean = sharesFiles();

function sharesFiles(): boolean {
  if (typeof navigator.canShare !== 'function') return false;
  return navigator.canShare({ files: [new File([''], 'a.png', { type: 'image/png' })] });
}

/** Whether it takes several at once. */
export const sendsTogether: boolean = true;

/** Offers pictures to the phone's own sharing. Out: whether it took them, or the person thought better of it. */
export async function sendPictures(pictures: readonly Drawn[], title: string): Promise<boolean> {
  const files = pictures.flatMap(({ blob, name }) => (blob ? [new File([blob], name, { type: blob.type })] : []));
  try {
    await navigator.share({ files, title });
    return true;
  } catch (error) {
    return error instanceof Error && error.name === 'AbortError';
  }
}

/** Whether whoever kept a text is to be told of it: a browser shows its downloads itself. */
export const tellsOfText: boolean = false;

/** Keeps a text as a file: a browser downloads it, in UTF-8. Out: whether that worked. */
export function saveText(name: string, text: string, mime: string): Promise<boolean> {
  const path = pathOfBlob?.(new Blob([text], { type: `${mime};charset=utf-8` }));
  if (path === undefined) return Promise.resolve(false);
  const link = document.createElement('a');
  link.href = path;
  link.download = name;
  link.click();
  // The download has begun by then.
  setTimeout(() => letGo(path), 60_000);
  return Promise.resolve(true);
}
