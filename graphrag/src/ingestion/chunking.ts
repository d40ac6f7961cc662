import { unionOf } from '@huati/extraction';
import type { Place } from '@huati/shared';
import type { Part } from './contents';
import { parted } from './parting';

/** The lengths of chunks, in UTF-16 units: below the least they join a neighbour where they may. */
export const CHUNK_MIN = 200;
export const CHUNK_MAX = 800;
/** So long a chunk becomes by joining. */
const JOINED_MAX = 600;

/**
 * Chunks by structure alone: passages as they come, long ones parted, short ones with their neighbours of one page, slide or
 * sheet and of one chapter.
 */
export function chunked(passages: readonly Part[]): Part[] {
  return joined(passages.flatMap(({ text, place }) => parted(text, CHUNK_MAX).map((part) => ({ text: part, place }))));
}

/** Joins chunks that are short with a neighbour they belong to. */
export function joined(parts: readonly Part[]): Part[] {
  const chunks: Part[] = [];
  for (const part of parts) {
    const last = chunks.at(-1);
    if (last && areOne(last, part)) chunks[chunks.length - 1] = union(last, part);
    else chunks.push(part);
  }
  return chunks;
}

/** Whether both stand on one page, slide or sheet. */
export function onOnePage(a: Place, b: Place): boolean {
  return a.page === b.page && a.slide === b.slide && a.sheet === b.sheet;
}

function areOne(a: Part, b: Part): boolean {
  if (a.text.length >= CHUNK_MIN && b.text.length >= CHUNK_MIN) return false;
  if (a.text.length + b.text.length + 2 > JOINED_MAX || !onOnePage(a.place, b.place)) return false;
  const above = a.place.headings ?? [];
  const below = b.place.headings ?? [];
  return shared(above, below).length >= Math.min(above.length, below.length) - 1;
}

function union(a: Part, b: Part): Part {
  const headings = shared(a.place.headings ?? [], b.place.headings ?? []);
  const place = { ...unionOf(a.place, b.place), headings };
  if (headings.length === 0) Reflect.deleteProperty(place, 'headings');
  return { text: `${a.text}\n\n${b.text}`, place };
}

/** The headings above both. */
function shared(a: readonly string[], b: readonly string[]): string[] {
  const differ = a.findIndex((heading, at) => heading !== b[at]);
  return differ < 0 ? [...a] : a.slice(0, differ);
}
