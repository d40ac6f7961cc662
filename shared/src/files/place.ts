import * as v from 'valibot';

/**
 * Where in its file a passage stands; all numbers count from 1. A passage never spans two pages, slides or sheets.
 * `cells` are such as `A2:F20`, and `headings` go from the outermost to the one right above. `lines` are the first and
 * the last.
 */
export const Place = v.object({
  page: v.optional(v.number()),
  slide: v.optional(v.number()),
  sheet: v.optional(v.string()),
  cells: v.optional(v.string()),
  headings: v.optional(v.array(v.string())),
  lines: v.optional(v.tuple([v.number(), v.number()])),
});
export type Place = v.InferOutput<typeof Place>;

/** A rectangle on the picture of a page: left, top, width and height as parts of the page's own, 0 to 1. */
export const Box = v.tuple([v.number(), v.number(), v.number(), v.number()]);
export type Box = v.InferOutput<typeof Box>;
