import { squeezed } from '@/platform/read-marks';

/** Where a text stands in another, both without blanks; UTF-16 units. */
export interface Place {
  from: number;
  to: number;
}

/**
 * Where sentences stand in what is on the screen, one after the other; null for those that are not found, and for those that are
 * only announced.
 *
 * @param page what is on the screen, squeezed
 */
export function placesOf(shown: readonly string[], page: string): (Place | null)[] {
  let behind = 0;
  return shown.map((text) => {
    const words = squeezed(text);
    const from = words === '' ? -1 : page.indexOf(words, behind);
    if (from < 0) return null;
    behind = from + words.length;
    return { from, to: behind };
  });
}

/** The sentence that stands at `at`, or the next one behind it; 0 where none does. */
export function sentenceAt(places: readonly (Place | null)[], at: number): number {
  const found = places.findIndex((place) => place !== null && place.to > at);
  return Math.max(0, found);
}
