import * as v from 'valibot';
import { readStored, writeStored } from '@/platform/storage';

const KEY = 'chat.places';
/** The most places kept; the ones left for longest go first. */
const PLACES_MAX = 100;
const WRITE_AFTER_MS = 300;

const Place = v.object({
  messageId: v.string(),
  path: v.optional(v.array(v.number()), []),
  px: v.number(),
  end: v.string(),
});

/**
 * Where somebody stopped reading: a message, the piece of it that was seen first, how far the beginning of that was above what was
 * seen (px), and what the end of the topic was when it was last seen.
 */
export type ReadingPlace = v.InferOutput<typeof Place>;

/** Where each topic was left, on the device; those left at their end have no place. */
export function createPlaces() {
  const places = new Map(stored());
  /** The topics that were left here. */
  const touched = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function flush(): void {
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    // Another tab may have left other topics meanwhile.
    for (const [topicId, place] of stored()) if (!touched.has(topicId)) places.set(topicId, place);
    writeStored(KEY, Object.fromEntries(places));
  }

  return {
    /** Writes what is waiting at once: the page may be about to go. */
    flush,
    get: (topicId: string): ReadingPlace | null => places.get(topicId) ?? null,
    /** null: at its end. */
    set(topicId: string, place: ReadingPlace | null): void {
      touched.add(topicId);
      if (place === null && !places.has(topicId)) return;
      places.delete(topicId);
      if (place) places.set(topicId, place);
      for (const oldest of [...places.keys()].slice(0, Math.max(0, places.size - PLACES_MAX))) places.delete(oldest);
      timer ??= setTimeout(flush, WRITE_AFTER_MS);
    },
  };
}

function stored(): [string, ReadingPlace][] {
  const read = v.safeParse(v.record(v.string(), Place), readStored(KEY));
  return read.success ? Object.entries(read.output) : [];
}
