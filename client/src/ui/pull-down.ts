import { ref } from 'vue';

/** Pulled further than this, the sheet closes when let go; px. */
const CLOSE_AFTER_PX = 72;

interface Touches {
  touches: ArrayLike<{ clientY: number }>;
}

/** Follows a finger that pulls a sheet down; calls `close` where it was let go far enough down. */
export function usePullDown(close: () => void) {
  const pulled = ref(0);
  let from: number | undefined;

  return {
    /** How far the sheet is from its place, px. */
    pulled,
    start(event: Touches): void {
      from = event.touches[0]?.clientY;
    },
    move(event: Touches): void {
      const at = event.touches[0]?.clientY;
      if (from !== undefined && at !== undefined) pulled.value = Math.max(0, at - from);
    },
    end(): void {
      if (pulled.value > CLOSE_AFTER_PX) close();
      pulled.value = 0;
      from = undefined;
    },
  };
}
