import type { Felt } from '@/ui/haptics';

const STRENGTHS = { light: 'light', firm: 'medium', refused: 'heavy' } as const satisfies Record<Felt, string>;

export const hasHaptics: boolean = true;

/** Lets the finger feel that something happened; silently where the phone is told not to. */
export function vibrate(felt: Felt): void {
  uni.vibrateShort({ type: STRENGTHS[felt], fail: () => undefined });
}
