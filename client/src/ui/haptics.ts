import { vibrate } from '@/platform/haptics';

/** What a finger is told: that something was done, that what it holds was taken up, that something was refused. */
export type Felt = 'light' | 'firm' | 'refused';

let wanted = true;

/** Whether the person wants to feel anything at all. Keeping it is the caller's. */
export function setHaptics(on: boolean): void {
  wanted = on;
}

/** Lets the finger feel that something happened, where the device can and the person wants it. */
export function feel(felt: Felt): void {
  if (wanted) vibrate(felt);
}
