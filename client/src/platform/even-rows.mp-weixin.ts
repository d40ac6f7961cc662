import { computed } from 'vue';
import type { EvenRow, EvenRows, EvenRowsOptions } from './even-rows';

export type { DrawnRow, EvenRow, EvenRows, EvenRowsOptions } from './even-rows';

const NONE = {};

/** Draws all rows: views here do not tell how high they are, and these rows are few and read page by page. */
export function useEvenRows<T extends EvenRow>({ items }: Pick<EvenRowsOptions<T>, 'items'>): EvenRows<T> {
  return { rows: computed(() => items().map((item) => ({ item, style: NONE }))), box: computed(() => NONE) };
}
