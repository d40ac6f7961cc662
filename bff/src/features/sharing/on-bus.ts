import * as v from 'valibot';

/** Where all processes hear at once that a share was revoked. */
export function shareChannel(shareId: string): string {
  return `share:${shareId}`;
}

export const ShareEnded = v.object({ kind: v.literal('ended') });
export type ShareEnded = v.InferOutput<typeof ShareEnded>;
