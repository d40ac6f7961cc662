import * as v from 'valibot';

/** A document as the service tells of it. */
export const ToldDocument = v.object({
  id: v.string(),
  title: v.string(),
  hash: v.string(),
  status: v.picklist(['processing', 'ready', 'failed']),
  progress: v.optional(v.number()),
  error: v.optional(v.string()),
  counts: v.optional(
    v.object({
      chunks: v.number(),
      entities: v.number(),
      relations: v.number(),
      dropped: v.record(v.string(), v.number()),
    }),
  ),
  faults: v.optional(v.array(v.object({ line: v.number(), reason: v.string() }))),
});
export type ToldDocument = v.InferOutput<typeof ToldDocument>;

export function pathOf(id: string): string {
  return `/documents/${encodeURIComponent(id)}`;
}

/** What came of it, in a line. */
export function inWords({ status, progress = 0, error, counts }: ToldDocument): string {
  if (status === 'failed') return `failed: ${error ?? 'no reason was given'}`;
  if (status === 'processing') return `processing ${Math.round(100 * progress)} %`;
  if (!counts) return status;
  const dropped = Object.entries(counts.dropped).map(([reason, count]) => `${reason} ${count}`);
  const told = `${status}: ${counts.chunks} chunks, ${counts.entities} entities, ${counts.relations} relations`;
  return dropped.length === 0 ? told : `${told}; dropped: ${dropped.join(', ')}`;
}
