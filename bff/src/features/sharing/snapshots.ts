import type { SharedMessage } from '@huati/shared';
import { LRUCache } from 'lru-cache';
import { Failure } from '../../failure';
import type { SharingRepository } from './sharing.repository';
import { messagesIn } from './snapshot';

/** What is kept of what was read, in bytes, and for how long, in ms: many read a share soon after it was sent around. */
const KEPT_BYTES = 96 * 1024 * 1024;
const KEPT_MS = 10 * 60_000;
/** A snapshot in memory takes about so many times the bytes of its JSON. */
const TIMES = 4;

/** What was shared, as it is worked with and as it is sent. */
export interface ReadSnapshot {
  messages: readonly SharedMessage[];
  /** The same as JSON in UTF-8. */
  json: Buffer;
}

/**
 * What was shared, which never changes: read, looked over and written out once for all who read it soon. Whether the share is still
 * there is to be asked before. Throws `not_found`.
 */
export type Snapshots = (shareId: string) => Promise<ReadSnapshot>;

export function createSnapshots({ snapshotOf }: Pick<SharingRepository, 'snapshotOf'>): Snapshots {
  const kept = new LRUCache<string, ReadSnapshot>({
    maxSize: KEPT_BYTES,
    ttl: KEPT_MS,
    sizeCalculation: ({ json }) => json.byteLength * TIMES,
    fetchMethod: async (shareId) => {
      const stored = await snapshotOf(shareId);
      if (stored === undefined) throw new Failure('not_found', 'no such share, or it has ended');
      const messages = messagesIn({ snapshot_json: stored });
      return { messages, json: Buffer.from(JSON.stringify(messages)) };
    },
  });
  return (shareId) => kept.forceFetch(shareId);
}
