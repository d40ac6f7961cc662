import { restsOn, Retrieval, Source } from '@huati/shared';
import * as v from 'valibot';

/** A file as the prompt names it: all of it is given, some of it, or nothing. */
export const GivenFile = v.object({
  id: v.string(),
  name: v.string(),
  given: v.picklist(['all', 'some', 'none']),
  cut: v.optional(v.boolean()),
});
export type GivenFile = v.InferOutput<typeof GivenFile>;

/**
 * What the model is given for an answer: the sources, each with its whole text, in the order in which they are numbered. `private`:
 * some of the knowledge belongs to whoever asked, or may.
 */
export const Given = v.object({
  retrieval: Retrieval,
  files: v.array(GivenFile),
  sources: v.array(Source),
  private: v.optional(v.boolean()),
  ...restsOn,
});
export type Given = v.InferOutput<typeof Given>;

/** What of it everybody is told who follows the answer. */
export type Shown = Omit<Given, 'files' | 'private'>;
