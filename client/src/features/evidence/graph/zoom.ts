import { computed, nextTick, ref, type ComputedRef, type Ref } from 'vue';

const STEP = 1.35;
const MOST = 3;
const LEAST = 0.6;
/** Smaller than this, words are hard to read: better a part of them. */
const READABLE = 0.8;

/** How large a picture is shown that fingers can move and stretch as well. */
export interface Zoom {
  /** What the picture is told; it is told again only what is new to it. */
  value: Ref<number>;
  place: Ref<{ x: number; y: number }>;
  min: ComputedRef<number>;
  max: number;
  /** All of it is in sight: a finger on it moves the page. */
  still: ComputedRef<boolean>;
  /** Fingers made it this large. */
  stretched(event: { detail?: { scale?: number } }): void;
  /** Fingers left it. */
  left(): void;
  by(step: 1 | -1): void;
  reset(): Promise<void>;
}

/** `fits` gives how large it may be with all of it in sight, 1 at most. */
export function useZoom(fits: () => number): Zoom {
  const first = (): number => (fits() >= READABLE ? fits() : 1);
  const value = ref(first());
  const place = ref({ x: 0, y: 0 });
  /** Not reactive: it changes with each move of a finger, and nothing is drawn by it. */
  let now = value.value;
  const min = computed(() => Math.min(LEAST, fits()));
  const to = (next: number): void => {
    now = Math.min(MOST, Math.max(min.value, next));
    value.value = now;
  };
  return {
    value,
    place,
    min,
    max: MOST,
    still: computed(() => value.value <= fits() + 0.001),
    stretched: ({ detail }) => (now = detail?.scale ?? now),
    left: () => to(now),
    by: (step) => to(now * (step > 0 ? STEP : 1 / STEP)),
    async reset() {
      // Where it was moved to by a finger is not known here: it is told another place first, and then its own.
      place.value = { x: 1, y: 1 };
      to(first());
      await nextTick();
      place.value = { x: 0, y: 0 };
    },
  };
}
