import { computed, ref } from 'vue';
import type { RowWindow, RowWindowOptions } from './row-window';
import { ROWS_MAX } from './rows';

export type { RowPlace, RowWindow, RowWindowOptions } from './row-window';

/** By how much of itself the window moves. */
const STEP = 1 / 3;

/** Draws a number of the items, next to each other: those at the end, until it is moved. Nothing is measured here. */
export function useRowWindow<T extends { key: string }>(
  { items }: Pick<RowWindowOptions<T>, 'items'>,
  max: number = ROWS_MAX,
): RowWindow<T> {
  const step = Math.max(1, Math.floor(max * STEP));
  /** The key of the first row; null: the window stays with the end. */
  const first = ref<string | null>(null);

  const start = computed(() => {
    const all = items();
    const last = Math.max(0, all.length - max);
    const found = first.value === null ? -1 : all.findIndex(({ key }) => key === first.value);
    return found < 0 ? last : Math.min(found, last);
  });
  const rows = computed(() => items().slice(start.value, start.value + max));
  const cut = computed(() => start.value + max < items().length);

  function place(index: number): void {
    const all = items();
    const at = Math.max(0, index);
    first.value = at + max >= all.length ? null : (all[at]?.key ?? null);
  }

  return {
    measured: false,
    rows,
    above: ref(0),
    below: computed(() => 0),
    cut,
    move(way) {
      if (way === 'older' ? start.value === 0 : !cut.value) return false;
      place(way === 'older' ? start.value - step : start.value + step);
      return true;
    },
    moveTo(key) {
      const index = items().findIndex((item) => item.key === key);
      if (index < 0 || rows.value.some((row) => row.key === key)) return;
      place(index - step);
    },
    toEnd: () => (first.value = null),
    scrolled: () => undefined,
    resized: () => undefined,
    start: () => () => undefined,
    place: () => null,
    restore: () => undefined,
  };
}
