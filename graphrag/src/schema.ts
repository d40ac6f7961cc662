import * as v from 'valibot';

/** The word of a type, for people in Chinese and in English. */
const words = { type: v.pipe(v.string(), v.regex(/^[A-Z][A-Z0-9_]*$/i)), label_zh: v.string(), label_en: v.string() };

/**
 * What the graph is about. A relation goes from an entity of one of the types `from` to one of `to`. `cues` are words of a question
 * that ask for it, such as 投资 or "invest"; `inverse_cues` those that ask from the other end, such as 的投资方.
 */
export const GraphSchema = v.object({
  entities: v.pipe(v.array(v.object(words)), v.maxLength(200)),
  relations: v.pipe(
    v.array(
      v.object({
        ...words,
        from: v.array(v.string()),
        to: v.array(v.string()),
        directed: v.optional(v.boolean(), true),
        cues: v.optional(v.array(v.string()), []),
        inverse_cues: v.optional(v.array(v.string()), []),
      }),
    ),
    v.maxLength(200),
  ),
});
export type GraphSchema = v.InferOutput<typeof GraphSchema>;
export type RelationType = GraphSchema['relations'][number];
