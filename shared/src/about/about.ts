import * as v from 'valibot';

/** The most questions that a deployment proposes, and the longest of them in UTF-16 units. */
export const EXAMPLES_MAX = { count: 4, units: 100 };

/**
 * `GET /api/about`, without a log-in: what this deployment does. `uploads.maxBytes` is the largest file that is taken; from
 * `uploads.resumableFrom` bytes on a client sends it so that it can go on after a cut. `direct`: the storage behind takes
 * files itself. `wechat`: log-in by WeChat; `knowledge`: files can be sent on to the GraphRAG service; `retrieval`: there is such a service, and
 * topics can choose how it is asked; `examples`: questions to begin with that this deployment proposes.
 */
export const About = v.object({
  uploads: v.object({ maxBytes: v.number(), resumableFrom: v.number(), direct: v.boolean() }),
  wechat: v.boolean(),
  knowledge: v.boolean(),
  retrieval: v.optional(v.boolean(), false),
  examples: v.optional(v.array(v.string()), []),
});
export type About = v.InferOutput<typeof About>;
