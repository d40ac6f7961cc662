import type { ScrollMetrics } from '@/platform/scroller';

/** So near to the end counts as there; px. */
export const NEAR_END_PX = 48;

/** How far what is seen is from the end, px. */
export function distanceFromEnd({ top, height, client }: ScrollMetrics): number {
  return Math.max(0, height - top - client);
}

/**
 * Whether the list goes on following its end after it was scrolled from `before` to `now`.
 * A reader who scrolls up is let go at the first pixel, for the next piece of text would otherwise pull the page back
 * under the finger; one who comes back down within 48 px of the end is taken along again.
 */
export function followsEnd(following: boolean, before: ScrollMetrics, now: ScrollMetrics): boolean {
  const distance = distanceFromEnd(now);
  if (distance <= 1) return true;
  // Content that became shorter, or a view that became higher, moves it as well; that is nobody's scrolling.
  if (now.top < before.top - 1 && now.height >= before.height && now.client <= before.client) return false;
  return now.top > before.top && distance <= NEAR_END_PX ? true : following;
}
