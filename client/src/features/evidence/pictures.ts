import type { Box, Source } from '@huati/shared';
import { letGo } from '@/platform/blob-path';
import { downloadPicture, fetchToDevice } from '@/transport';

/** How wide a page is drawn, and how long a picture is at most, px. */
const PAGE_WIDTH = 1080;
const PICTURE_SIDE = 1080;
/** So many pictures are kept, those that were looked at last. */
const KEPT = 12;

/** What can be seen of a source: the page that it stands on, or the picture that it was read from. */
export type Sight = { kind: 'page'; id: string; page: number } | { kind: 'picture'; id: string };

const kept = new Map<string, Promise<string>>();

/** What can be seen of a source; null where it is text alone. */
export function sightOf({ attachmentId, mime = '', place = {} }: Source): Sight | null {
  if (attachmentId === undefined) return null;
  if (mime === 'application/pdf' && place.page !== undefined)
    return { kind: 'page', id: attachmentId, page: place.page };
  return mime.startsWith('image/') ? { kind: 'picture', id: attachmentId } : null;
}

/** Where it lies on the device, fetched if need be. Rejects with a `WireFailure`. */
export function pathOf(sight: Sight): Promise<string> {
  const path = sight.kind === 'page' ? `pages/${sight.page}` : 'picture';
  const key = `${sight.id}/${path}`;
  const known = kept.get(key);
  if (known) {
    kept.delete(key);
    kept.set(key, known);
    return known;
  }
  const id = encodeURIComponent(sight.id);
  const fetched =
    sight.kind === 'page'
      ? fetchToDevice(`/api/uploads/${id}/${path}?width=${PAGE_WIDTH}`)
      : downloadPicture(sight.id, PICTURE_SIDE);
  kept.set(key, fetched);
  fetched.catch(() => kept.delete(key));
  const [[oldest, forgotten] = []] = kept;
  if (kept.size > KEPT && oldest !== undefined) {
    kept.delete(oldest);
    forgotten?.then(letGo, () => false);
  }
  return fetched;
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
