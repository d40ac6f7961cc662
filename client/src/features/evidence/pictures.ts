import type { Box, SharedSource } from '@huati/shared';
import { letGo } from '@/platform/blob-path';
import { downloadPicture, fetchToDevice, sharedPicture } from '@/transport';

/** How wide a page is drawn, and how long a picture is at most, px. */
const PAGE_WIDTH = 1080;
const PICTURE_SIDE = 1080;
/** So many pictures are kept, those that were looked at last. */
const KEPT = 12;

/** The share that sources are of, and what opens it where it has a password. */
export interface OpenedShare {
  shareId: string;
  pass: string | undefined;
}

/** What can be seen of a source: the page that it stands on, or the picture that it was read from, of a share a copy of that. */
export type Sight =
  | { kind: 'page'; id: string; page: number }
  | { kind: 'picture'; id: string }
  | (OpenedShare & { kind: 'shared'; id: string });

const kept = new Map<string, Promise<string>>();

/** What can be seen of a source; null where it is text alone. */
export function sightOf(source: SharedSource, shared?: OpenedShare): Sight | null {
  const { attachmentId, mime = '', place = {}, picture } = source;
  if (shared) return picture ? { ...shared, kind: 'shared', id: picture.id } : null;
  if (attachmentId === undefined) return null;
  if (mime === 'application/pdf' && place.page !== undefined)
    return { kind: 'page', id: attachmentId, page: place.page };
  return mime.startsWith('image/') ? { kind: 'picture', id: attachmentId } : null;
}

/** Where it lies on the device, fetched if need be. Rejects with a `WireFailure`. */
export function pathOf(sight: Sight): Promise<string> {
  // It is shown from its address, and nothing of it lies here to be kept.
  if (sight.kind === 'shared' && sight.pass === undefined) return fetchedOf(sight);
  const key = sight.kind === 'page' ? `${sight.id}/${sight.page}` : `${sight.id}/${sight.kind}`;
  const known = kept.get(key);
  if (known) {
    kept.delete(key);
    kept.set(key, known);
    return known;
  }
  const fetched = fetchedOf(sight);
  kept.set(key, fetched);
  fetched.catch(() => kept.delete(key));
  const [[oldest, forgotten] = []] = kept;
  if (kept.size > KEPT && oldest !== undefined) {
    kept.delete(oldest);
    forgotten?.then(letGo, () => false);
  }
  return fetched;
}

function fetchedOf(sight: Sight): Promise<string> {
  switch (sight.kind) {
    case 'page':
      return fetchToDevice(`/api/uploads/${encodeURIComponent(sight.id)}/pages/${sight.page}?width=${PAGE_WIDTH}`);
    case 'picture':
      return downloadPicture(sight.id, PICTURE_SIDE);
    case 'shared':
      return sharedPicture(sight.shareId, sight.id, sight.pass);
  }
}

/** Boxes as places on the picture of their page, in percent. */
export function marksOf(boxes: readonly Box[]): Record<'left' | 'top' | 'width' | 'height', string>[] {
  return boxes.map(([left, top, width, height]) => ({
    left: percent(left),
    top: percent(top),
    width: percent(width),
    height: percent(height),
  }));
}

/** What of a page's height stands above what is first looked at, in percent: a little more than the first box begins at. */
export function lookAt(boxes: readonly Box[]): string {
  const first = Math.min(...boxes.map(([, top]) => top), 1);
  return percent(boxes.length === 0 ? 0 : Math.max(0, first - 0.04));
}

function percent(part: number): string {
  return `${Math.round(part * 10_000) / 100}%`;
}
