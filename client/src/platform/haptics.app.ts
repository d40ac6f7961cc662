import type { Felt } from '@/ui/haptics';

/** How long it shakes; ms. Phones of Apple have one length of their own. */
const LENGTHS: Record<Felt, number> = { light: 8, firm: 16, refused: 40 };

export const hasHaptics: boolean = true;

/** Lets the finger feel that something happened. */
export function vibrate(felt: Felt): void {
  if (plus.os.name === 'iOS') uni.vibrateShort({ fail: () => undefined });
  else plus.device.vibrate(LENGTHS[felt]);
}
