import { randomBytes } from 'node:crypto';
import type { Forked, OwnShare, Page, Share, SharedTopic, ShareRequest, SharesQuery } from '@huati/shared';
import * as v from 'valibot';
import { decodeCursor, encodeCursor } from '../../cursor';
import type { ShareRow } from '../../db/schema';
import { Failure } from '../../failure';
import type { Forking } from './forking';
import type { Showing } from './showing';
import type { ShareHead, SharingRepository } from './sharing.repository';
import { chosenOf, messagesIn, SNAPSHOT_MAX_BYTES, tooLarge, toSnapshot } from './snapshot';

/** Whoever guesses an id reads the share: so many random bytes nobody guesses. */
const ID_BYTES = 18;
const DAY_MS = 24 * 3600 * 1000;
/** The client's page of a share, the same in the browser and in the mini-program. */
const PAGE = '/pages/share/index?id=';

const Position = v.object({ createdAt: v.number(), id: v.string() });
type Position = v.InferOutput<typeof Position>;

/**
 * `origin` is where the request came to: addresses of shares begin with it where the deployment does not say otherwise. What
 * is not there, not the user's, revoked or ended is `not_found`.
 */
export interface SharingService {
  /**
   * Shares the topic as it is shown now, or the chosen messages of it. Throws `invalid` where there is nothing to share or a
   * chosen message is not shown, `too_large`, and what the check of its text throws.
   */
  share(userId: string, topicId: string, request: ShareRequest, origin: string): Promise<Share>;
  /** What was shared, for anybody; counts as a view. */
  read(shareId: string, origin: string): Promise<SharedTopic>;
  list(userId: string, query: SharesQuery, origin: string): Promise<Page<OwnShare>>;
  revoke(userId: string, shareId: string): Promise<void>;
  /** Makes a topic of the user's with what is shared, up to the message `messageId` where that is given. */
  fork(userId: string, shareId: string, messageId?: string): Promise<Forked>;
  exists(shareId: string): Promise<boolean>;
}

export interface SharingParts {
  repository: SharingRepository;
  /** What addresses of shares begin with; undefined: the request's origin. */
  publicUrl: string | undefined;
  showing: Showing;
  forking: Forking;
  /** Rejects where the text may not be shown to others; undefined: anything may. */
  check?: ((userId: string, text: string) => Promise<void>) | undefined;
}

export function createSharingService(parts: SharingParts): SharingService {
  const { repository, publicUrl, showing, check } = parts;

  const toShare = (
    { id, live, password_hash: hash, expires_at: end }: Pick<ShareRow, 'id' | 'live' | 'password_hash' | 'expires_at'>,
    origin: string,
  ): Share => ({
    id,
    url: `${publicUrl ?? origin}/#${PAGE}${id}`,
    expiresAt: new Date(end).toISOString(),
    live: live === 1,
    locked: hash !== null,
  });
  const toOwnShare = (row: ShareHead, origin: string): OwnShare => ({
    ...toShare(row, origin),
    topicId: row.topic_id,
    title: row.title,
    createdAt: new Date(row.created_at).toISOString(),
    views: row.views,
    viewers: 0,
  });

  const found = async (shareId: string): Promise<ShareRow> => {
    const row = await repository.find(shareId, Date.now());
    if (!row) throw new Failure('not_found', 'no such share, or it has ended');
    return row;
  };

  return {
    share: async (userId, topicId, { expiresInDays, messageIds }, origin) => {
      const topic = await repository.topicOf(userId, topicId);
      if (!topic) throw new Failure('not_found', 'no such topic');
      // Looked at first, so that no topic of any size is read into memory.
      const sum = (await repository.lengths(topicId)).reduce((all, { length }) => all + length, 0);
      if (sum > SNAPSHOT_MAX_BYTES * (messageIds ? 4 : 1)) throw tooLarge();
      const rows = chosenOf(await repository.shown(topicId), messageIds);
      const shown = await showing(rows);
      const snapshot = toSnapshot(shown.map(({ message }) => message));
      await check?.(userId, [topic.title, ...shown.map(({ words }) => words)].join('\n\n'));
      const now = Date.now();
      const row: Omit<ShareRow, 'views'> = {
        id: randomBytes(ID_BYTES).toString('base64url'),
        user_id: userId,
        topic_id: topicId,
        title: topic.title,
        snapshot_json: snapshot,
        live: 0,
        password_hash: null,
        pictures_json: null,
        checked_json: null,
        created_at: now,
        expires_at: now + expiresInDays * DAY_MS,
      };
      await repository.removeEnded(now);
      if (!(await repository.insert(row))) throw new Failure('not_found', 'no such topic any more');
      return toShare(row, origin);
    },

    read: async (shareId, origin) => {
      const row = await found(shareId);
      await repository.countView(shareId);
      return {
        share: toShare(row, origin),
        title: row.title,
        createdAt: new Date(row.created_at).toISOString(),
        messages: messagesIn(row),
      };
    },

    list: async (userId, { limit, cursor, topicId }, origin) => {
      const from = cursor === undefined ? undefined : decodeCursor(Position, cursor);
      const rows = await repository.list(userId, Date.now(), { limit: limit + 1, from, topicId });
      const items = rows.slice(0, limit);
      const last = items.at(-1);
      const next: Position | undefined =
        last && rows.length > limit ? { createdAt: last.created_at, id: last.id } : undefined;
      return {
        items: items.map((row) => toOwnShare(row, origin)),
        nextCursor: next ? encodeCursor(next) : null,
        prevCursor: null,
      };
    },

    revoke: async (userId, shareId) => {
      if (!(await repository.remove(userId, shareId))) throw new Failure('not_found', 'no such share');
    },

    fork: async (userId, shareId, messageId) => {
      const row = await found(shareId);
      return parts.forking(userId, { title: row.title, messages: messagesIn(row) }, messageId);
    },

    exists: (shareId) => repository.exists(shareId, Date.now()),
  };
}
