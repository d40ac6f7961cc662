import * as v from 'valibot';

const Headings = v.object({ headings: v.optional(v.array(v.string()), []) });

/** The headings that a passage stands under, the outermost first; `placeJson` is its place as it is stored. */
export function headingsOf(placeJson: string): string[] {
  return v.parse(Headings, JSON.parse(placeJson)).headings;
}
