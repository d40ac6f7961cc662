import type { Forked, OwnShare, Page, SharesQuery } from '@huati/shared';
import * as v from 'valibot';
import type { Bus } from '../../bus/bus';
import { decodeCursor, encodeCursor } from '../../cursor';
import { Failure } from '../../failure';
import type { Audit } from '../audit/audit';
import type { Forking } from './forking';
import type { MakeShare } from './making';
import { shareChannel, type ShareEnded } from './on-bus';
import type { Reader, ReadingShares } from './reading';
import type { SharingRepository } from './sharing.repository';
import { toOwnShare, type ToShare } from './to-share';
import type { Unlock } from './unlocking';

/** Ended shares are looked for so often at most, in ms: nobody can read them anyway. */
const TIDY_MS = 60_000;

const Position = v.object({ createdAt: v.number(), id: v.string() });
type Position = v.InferOutput<typeof Position>;

/** What is not there, not the user's, revoked or ended is `not_found`. */
export interface SharingService extends Omit<ReadingShares, 'contents'> {
  share: MakeShare;
  unlock: Unlock;
  list(userId: string, query: SharesQuery, origin: string): Promise<Page<OwnShare>>;
  /** From now on nobody reads it; all processes are told at once. */
  revoke(userId: string, shareId: string, address?: string): Promise<void>;
  /**
   * Makes a topic of the user's with what is shared, up to the message `messageId` where that is given. Throws `rate_limited`, and
   * `password_required` as reading does.
   */
  fork(userId: string, shareId: string, reader: Reader, messageId?: string): Promise<Forked>;
  exists(shareId: string): Promise<boolean>;
}

export interface SharingParts {
  repository: Pick<SharingRepository, 'list' | 'remove' | 'removeEnded' | 'exists'>;
  make: MakeShare;
  reading: ReadingShares;
  unlock: Unlock;
  forking: Forking;
  /** Of topics that a user, and that an address makes of shares. */
  admitFork(userId: string, address: string): Promise<void>;
  toShare: ToShare;
  /** How many watch a live share now. */
  viewersOf(shareId: string): number;
  bus: Pick<Bus, 'publish'>;
  audit: Pick<Audit, 'record'>;
}

export function createSharingService(parts: SharingParts): SharingService {
  const { repository, make, reading, unlock, forking, admitFork, toShare, viewersOf, bus, audit } = parts;
  const { contents, ...read } = reading;
  let tidiedAt = -Infinity;

  const ended = (shareId: string): void => {
    bus.publish(shareChannel(shareId), { kind: 'ended' } satisfies ShareEnded);
  };
  const tidy = async (): Promise<void> => {
    if (performance.now() - tidiedAt < TIDY_MS) return;
    tidiedAt = performance.now();
    for (const { id, user_id: userId } of await repository.removeEnded(Date.now())) {
      ended(id);
      audit.record({ userId, action: 'share.expired', subject: id });
    }
  };

  return {
    ...read,
    unlock,

    share: async (...asked) => {
      await tidy();
      return make(...asked);
    },

    list: async (userId, { limit, cursor, topicId }, origin) => {
      await tidy();
      const from = cursor === undefined ? undefined : decodeCursor(Position, cursor);
      const rows = await repository.list(userId, Date.now(), { limit: limit + 1, from, topicId });
      const items = rows.slice(0, limit);
      const last = items.at(-1);
      const next: Position | undefined =
        last && rows.length > limit ? { createdAt: last.created_at, id: last.id } : undefined;
      return {
        items: items.map((row) => toOwnShare(row, toShare(row, origin), row.live === 1 ? viewersOf(row.id) : 0)),
        nextCursor: next ? encodeCursor(next) : null,
        prevCursor: null,
      };
    },

    revoke: async (userId, shareId, address) => {
      if (!(await repository.remove(userId, shareId))) throw new Failure('not_found', 'no such share');
      ended(shareId);
      audit.record({ userId, action: 'share.revoked', subject: shareId, address });
    },

    fork: async (userId, shareId, reader, messageId) => {
      await admitFork(userId, reader.address);
      const by = { ...reader, userId };
      const shared = {
        ...(await contents(shareId, by)),
        picture: async (id: string) => (await reading.picture(shareId, id, by)).draw(),
      };
      const forked = await forking(userId, shared, messageId);
      audit.record({ userId, action: 'share.forked', subject: shareId, address: reader.address });
      return forked;
    },

    exists: (shareId) => repository.exists(shareId, Date.now()),
  };
}
