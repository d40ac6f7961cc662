import { computed, onBeforeUnmount, onMounted, ref, shallowRef, watch, type ComputedRef } from 'vue';
import { firstOf } from './first-of';
import { rowsElement, scrollElement } from './scroll-element';

/** Rows of a kind are all of the same height. */
export interface EvenRow {
  key: string;
  kind: string;
}

export interface EvenRowsOptions<T> {
  /** The id of the view that scrolls; what has the rows in it is `<id>-rows`, and each row has the id `<id>-<key>`. */
  id: string;
  items(): readonly T[];
  /** How high rows of each kind are before one was measured, px. */
  guess: Readonly<Record<string, number>>;
}

export interface DrawnRow<T> {
  item: T;
  /** Where the row stands; empty where rows stand below each other by themselves. */
  style: Readonly<Record<string, string>>;
}

export interface EvenRows<T> {
  rows: ComputedRef<readonly DrawnRow<T>[]>;
  /** What the box around the rows needs. */
  box: ComputedRef<Readonly<Record<string, string>>>;
}

/** What is seen is followed in steps of this, so that not each pixel of scrolling has rows looked up; px. */
const STEP_PX = 200;
/** Rows are drawn so far beyond what is seen, on either side: a screen. */
const BEYOND = 1;
/** What is seen of a view that was not measured yet, px. */
const SEEN_PX = 800;

/**
 * Draws of a long list of rows of few heights those that are seen and a screen on either side, each at its own place: what is known
 * of the others is their number. A row with the focus or a finger on it stays, wherever the list is scrolled to.
 */
export function useEvenRows<T extends EvenRow>({ id, items, guess }: EvenRowsOptions<T>): EvenRows<T> {
  const heights = shallowRef(guess);
  const top = ref(0);
  const client = ref(SEEN_PX);
  const focused = ref<string | null>(null);
  const touched = ref<string | null>(null);
  /** Where each row begins, and the last one ends, px. */
  const tops = computed(() => {
    const all = [0];
    let sum = 0;
    for (const { kind } of items()) all.push((sum += heights.value[kind] ?? 0));
    return all;
  });
  const rows = computed(() => {
    const all = items();
    const beyond = BEYOND * client.value + STEP_PX;
    const from = Math.max(0, firstAfter(tops.value, top.value - beyond) - 1);
    const to = firstAfter(tops.value, top.value + client.value + beyond);
    const keys = [focused.value, touched.value];
    // With its neighbours: the focus goes on to the next row or the one before, which has to be there for it.
    const drawn = new Set(
      keys.flatMap((key) => {
        const at = key === null ? -1 : all.findIndex((item) => item.key === key);
        return at < 0 ? [] : [at - 1, at, at + 1];
      }),
    );
    for (let index = from; index < to; index += 1) drawn.add(index);
    const inOrder = [...drawn].sort((a, b) => a - b);
    return inOrder.flatMap((index) => {
      const item = all[index];
      return item ? [{ item, style: styleAt(tops.value[index] ?? 0) }] : [];
    });
  });
  const box = computed(() => ({ position: 'relative', height: `${tops.value[tops.value.length - 1] ?? 0}px` }));
  const keyOf = (target: EventTarget | null): string | null => {
    const row = target instanceof Element && target.closest(`#${id}-rows > *`);
    return row ? row.id.slice(id.length + 1) : null;
  };

  function follow(): void {
    const view = scrollElement(id);
    if (!view || view.clientHeight === 0) return;
    top.value = Math.floor(view.scrollTop / STEP_PX) * STEP_PX;
    client.value = view.clientHeight;
  }

  function measure(): void {
    const now = { ...heights.value };
    for (const { item } of rows.value) {
      const row = document.getElementById(`${id}-${item.key}`);
      if (row) now[item.kind] = row.getBoundingClientRect().height;
    }
    if (Object.entries(now).some(([kind, px]) => heights.value[kind] !== px)) heights.value = now;
  }

  const stops: (() => void)[] = [];
  onMounted(() => {
    const view = scrollElement(id);
    if (!view) return;
    const observer = new ResizeObserver(() => {
      follow();
      measure();
    });
    observer.observe(view);
    // Those that have gone are forgotten by themselves. The others tell when letters become larger.
    const observe = (): void => {
      for (const row of rowsElement(id)?.children ?? []) observer.observe(row);
    };
    const stop = watch(rows, observe, { flush: 'post', immediate: true });
    const listeners: [string, (event: Event) => void][] = [
      ['scroll', follow],
      ['focusin', ({ target }) => (focused.value = keyOf(target))],
      ['focusout', () => (focused.value = null)],
      ['touchstart', ({ target }) => (touched.value = keyOf(target))],
    ];
    for (const [name, run] of listeners) {
      view.addEventListener(name, run, { passive: true });
      stops.push(() => view.removeEventListener(name, run));
    }
    stops.push(stop, () => observer.disconnect());
    follow();
  });
  onBeforeUnmount(() => stops.forEach((stop) => stop()));
  return { rows, box };
}

function styleAt(px: number): Readonly<Record<string, string>> {
  return { position: 'absolute', top: `${px}px`, right: '0', left: '0' };
}

/** The first of `sorted` that is more than `value`. */
function firstAfter(sorted: readonly number[], value: number): number {
  return firstOf(sorted.length, (at) => (sorted[at] ?? Infinity) > value);
}
