import * as v from 'valibot';
import { pageOf } from '../page';
import { Box, Place } from './place';

/** The longest passage, in UTF-16 units. */
export const PASSAGE_MAX = 900;

/**
 * A piece of a file's text, in Markdown: tables stay tables. `n` counts the file's passages from 1 in reading order, and
 * all of them in that order are the text, without overlap. `boxes`: where it stands on the picture of its page.
 */
export const Passage = v.object({
  n: v.number(),
  text: v.string(),
  place: Place,
  boxes: v.optional(v.array(Box)),
});
export type Passage = v.InferOutput<typeof Passage>;

/** `GET /api/uploads/:id/passages`, in reading order. */
export const PassagePage = pageOf(Passage);
