import { ref } from 'vue';

/** Until a finger has moved this far it is not decided whether it scrolls or pushes; px. */
const DECIDE_PX = 10;

interface Touches {
  touches: ArrayLike<{ clientX: number; clientY: number }>;
}

let pushing = 0;

/** Whether a row is being pushed: what lies around it then stays where it is. */
export function isRowPushed(): boolean {
  return pushing > 0;
}

/**
 * Follows a finger that pushes a row to the left, off what lies under it: `widthPx` of it. Let go beyond half of that,
 * the row stays open.
 */
export function useRowSwipe(widthPx: number) {
  const pushed = ref(0);
  const moving = ref(false);
  let from: { x: number; y: number; pushed: number } | null = null;

  return {
    /** How far the row is from its place, px. */
    pushed,
    /** A finger is pushing it. */
    moving,
    start({ touches }: Touches): void {
      const touch = touches[0];
      from = touch ? { x: touch.clientX, y: touch.clientY, pushed: pushed.value } : null;
    },
    move({ touches }: Touches): void {
      const touch = touches[0];
      if (!from || !touch) return;
      const left = from.x - touch.clientX;
      const along = Math.abs(touch.clientY - from.y);
      if (!moving.value && along > DECIDE_PX && along > Math.abs(left)) from = null;
      else if (!moving.value && Math.abs(left) > DECIDE_PX && (from.pushed > 0 || left > 0)) {
        moving.value = true;
        pushing += 1;
      }
      if (moving.value && from) pushed.value = Math.max(0, Math.min(widthPx, from.pushed + left));
    },
    end(): void {
      if (moving.value) {
        pushing -= 1;
        pushed.value = pushed.value > widthPx / 2 ? widthPx : 0;
      }
      moving.value = false;
      from = null;
    },
    close(): void {
      pushed.value = 0;
    },
  };
}
