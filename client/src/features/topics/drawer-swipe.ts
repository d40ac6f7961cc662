import { ref } from 'vue';
import { isRowPushed } from './row-swipe';

/** Pushed further than this, the drawer closes when let go; px. */
const CLOSE_AFTER_PX = 64;
/** Until a finger has moved this far it is not decided whether it scrolls or pushes; px. */
const DECIDE_PX = 10;

interface Touches {
  touches: ArrayLike<{ clientX: number; clientY: number }>;
}

/** Follows a finger that pushes the drawer to the left; calls `close` where it was pushed far enough. */
export function useDrawerSwipe(close: () => void) {
  const pushed = ref(0);
  let from: { x: number; y: number } | null = null;
  let pushing = false;

  return {
    /** How far the drawer is from its place, px. */
    pushed,
    start({ touches }: Touches): void {
      const touch = touches[0];
      from = touch ? { x: touch.clientX, y: touch.clientY } : null;
      pushing = false;
    },
    move({ touches }: Touches): void {
      const touch = touches[0];
      if (isRowPushed()) from = null;
      if (!from || !touch) return;
      const left = from.x - touch.clientX;
      const along = Math.abs(touch.clientY - from.y);
      if (!pushing && along > DECIDE_PX && along > left) from = null;
      pushing ||= left > DECIDE_PX && left > along;
      if (pushing) pushed.value = Math.max(0, left - DECIDE_PX);
    },
    end(): void {
      if (pushed.value > CLOSE_AFTER_PX) close();
      pushed.value = 0;
      from = null;
    },
  };
}
