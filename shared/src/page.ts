import * as v from 'valibot';

/** Items a list answers with when `limit` is left out. */
export const PAGE_DEFAULT = 50;
/** The most items one list call answers with. */
export const PAGE_MAX = 200;

const limit = v.pipe(
  v.string(),
  v.regex(/^\d{1,6}$/, 'limit must be a whole number'),
  v.transform(Number),
  v.minValue(1, 'limit must be at least 1'),
  v.transform((n) => Math.min(n, PAGE_MAX)),
);

/** The query of every list: `limit` items (at most 200) from the opaque `cursor` on. */
export const PageQuery = v.object({
  limit: v.optional(limit, String(PAGE_DEFAULT)),
  cursor: v.optional(v.pipe(v.string(), v.maxLength(512, 'cursor is not one of ours'))),
});
export type PageQuery = v.InferOutput<typeof PageQuery>;

/**
 * One page of a list; `nextCursor` is null on the last one. `prevCursor` leads back to what comes before this page and is
 * null on the first one.
 */
export const pageOf = <T extends v.GenericSchema>(item: T) =>
  v.object({
    items: v.array(item),
    nextCursor: v.nullable(v.string()),
    prevCursor: v.optional(v.nullable(v.string()), null),
  });

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
  prevCursor: string | null;
}
