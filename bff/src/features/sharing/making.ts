import { randomBytes } from 'node:crypto';
import type { Share, ShareRequest } from '@huati/shared';
import type { ShareRow, TopicRow } from '../../db/schema';
import { Failure } from '../../failure';
import type { Limit } from '../../limits';
import type { Audit } from '../audit/audit';
import { hashPassword } from './passwords';
import type { SharedPictures } from './pictures';
import type { Showing, ShownMessage } from './showing';
import type { SharingRepository } from './sharing.repository';
import { chosenOf, SNAPSHOT_MAX_BYTES, tooLarge, toSnapshot } from './snapshot';
import type { ToShare } from './to-share';
import { toCheckedJson } from './verdicts';

/** Whoever guesses an id reads the share: so many random bytes nobody guesses. */
const ID_BYTES = 18;
const DAY_MS = 24 * 3600 * 1000;
/** Shares that a user may have open. */
const OPEN_MAX = 500;

/** Where a request came to, such as https://chat.example.com, and the address it came from. */
export interface Caller {
  origin: string;
  address: string;
}

export type MakeShare = (userId: string, topicId: string, request: ShareRequest, caller: Caller) => Promise<Share>;

export interface MakingParts {
  repository: Pick<SharingRepository, 'topicOf' | 'lengths' | 'shown' | 'insert' | 'countOpen'>;
  showing: Showing;
  pictures: Pick<SharedPictures, 'gather'>;
  toShare: ToShare;
  /** Of shares that a user makes. */
  admit: Limit;
  /** Rejects where the text may not be shown to others; undefined: anything may. */
  check: ((userId: string, text: string) => Promise<void>) | undefined;
  audit: Pick<Audit, 'record'>;
}

/**
 * Shares a topic of the user's: as it is shown now, chosen messages of it, or all that will be shown. Throws `invalid` where there
 * is nothing to share, a chosen message is not shown, or the user has too many shares, `too_large`, `rate_limited`, and what the
 * check of its text throws.
 */
export function createMaking({ repository, showing, pictures, toShare, admit, check, audit }: MakingParts): MakeShare {
  const checked = async (topic: TopicRow, shown: readonly ShownMessage[], address: string): Promise<void> => {
    try {
      await check?.(topic.user_id, [topic.title, ...shown.map(({ words }) => words)].join('\n\n'));
    } catch (error) {
      if (error instanceof Failure && error.code === 'content_refused') {
        audit.record({ userId: topic.user_id, action: 'share.refused', subject: topic.id, address });
      }
      throw error;
    }
  };

  return async (userId, topicId, request, { origin, address }) => {
    const topic = await repository.topicOf(userId, topicId);
    if (!topic) throw new Failure('not_found', 'no such topic');
    await admit(userId);
    const now = Date.now();
    if ((await repository.countOpen(userId, now)) >= OPEN_MAX) {
      throw new Failure('invalid', `${OPEN_MAX} shares are open already: revoke some first`);
    }
    // Looked at first, so that no topic of any size is read into memory.
    const sum = (await repository.lengths(topicId)).reduce((all, { length }) => all + length, 0);
    if (sum > SNAPSHOT_MAX_BYTES * (request.messageIds ? 4 : 1)) throw tooLarge();
    const rows = chosenOf(await repository.shown(topicId), request.messageIds);
    const id = randomBytes(ID_BYTES).toString('base64url');
    const gathering = request.pictures ? pictures.gather({ id, user_id: userId }) : undefined;
    const shown = await showing(rows, gathering?.picturesFor);
    const snapshot = toSnapshot(shown.map(({ message }) => message));
    await checked(topic, shown, address);
    const row: Omit<ShareRow, 'views'> = {
      id,
      user_id: userId,
      topic_id: topicId,
      title: topic.title,
      snapshot_json: request.live ? toSnapshot([]) : snapshot,
      live: request.live ? 1 : 0,
      password_hash: request.password === undefined ? null : await hashPassword(request.password),
      pictures_json: gathering?.json() ?? null,
      checked_json: request.live && check ? toCheckedJson(new Map(rows.map((each) => [each.id, true]))) : null,
      created_at: now,
      expires_at: now + request.expiresInDays * DAY_MS,
    };
    if (!(await repository.insert(row))) throw new Failure('not_found', 'no such topic any more');
    const detail = {
      live: request.live,
      locked: row.password_hash !== null,
      messages: rows.length,
      days: request.expiresInDays,
    };
    audit.record({ userId, action: 'share.created', subject: id, address, detail });
    return toShare(row, origin);
  };
}
