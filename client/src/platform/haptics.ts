import type { Felt } from '@/ui/haptics';

/** A pattern for each: how long it shakes and rests by turns; ms. */
const PATTERNS: Record<Felt, number[]> = { light: [8], firm: [16], refused: [16, 60, 24] };

/** The device can be felt. Browsers of iOS and of desktops have nothing for it, whatever they say. */
export const hasHaptics: boolean = 'vibrate' in navigator && matchMedia('(pointer: coarse)').matches;

/** Lets the finger feel that something happened. Whoever asked for less motion asked for less of this. */
export function vibrate(felt: Felt): void {
  // Before the first touch a browser refuses it, and complains.
  const touched = (navigator as Partial<Navigator>).userActivation?.hasBeenActive ?? true;
  if (!hasHaptics || !touched || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  navigator.vibrate(PATTERNS[felt]);
}
