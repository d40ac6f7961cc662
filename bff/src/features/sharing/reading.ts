import type { SharedTopic, Unlocked } from '@huati/shared';
import type { ShareRow } from '../../db/schema';
import { Failure } from '../../failure';
import type { Limit, Tries } from '../../limits';
import type { Audit } from '../audit/audit';
import type { Access, Visitor } from './access';
import type { Caller } from './making';
import { isPassword } from './passwords';
import type { Passes } from './passes';
import type { DrawnPicture, SharedPictures } from './pictures';
import type { SharingRepository } from './sharing.repository';
import type { NowShown, ShownNow } from './shown-now';
import { messagesIn } from './snapshot';
import type { ToShare } from './to-share';

/** Whoever reads a share, and from where. */
export type Reader = Visitor & Caller;

/** What anybody does with a share who knows its id. All but `unlock` throw as `Access.open` does. */
export interface ReadingShares {
  /** What is shared; counts no view. */
  look(shareId: string, visitor: Visitor & Pick<Caller, 'origin'>): Promise<SharedTopic>;
  /** The same, which is a view where it is not its owner's. */
  read(shareId: string, reader: Reader): Promise<SharedTopic>;
  /** Counts a view of somebody who was shown what is shared in another way. Throws `rate_limited`. */
  viewed(shareId: string, reader: Reader): Promise<void>;
  /** What opens a locked share. Throws `not_found`, `password_wrong`, and `rate_limited` after too many of these. */
  unlock(shareId: string, password: string, caller: Caller): Promise<Unlocked>;
  /** Throws `not_found` where the share has no such picture, or its owner has deleted it. */
  picture(shareId: string, pictureId: string, visitor: Visitor): Promise<DrawnPicture>;
  /** Its title and messages, to be gone on with. */
  contents(shareId: string, visitor: Visitor): Promise<NowShown>;
}

export interface ReadingParts {
  repository: Pick<SharingRepository, 'find' | 'countView'>;
  access: Access;
  passes: Pick<Passes, 'issue'>;
  shownNow: ShownNow;
  pictures: Pick<SharedPictures, 'find'>;
  toShare: ToShare;
  limits: {
    /** Of views that an address tells of. */
    admitView: Limit;
    /** Of wrong passwords: from one address for one share, and from all for one share. */
    here: Tries;
    everywhere: Tries;
  };
  audit: Pick<Audit, 'record'>;
}

export function createReadingShares(parts: ReadingParts): ReadingShares {
  const { repository, access, passes, shownNow, pictures, toShare, limits, audit } = parts;

  const contentsOf = async (row: ShareRow): Promise<NowShown> =>
    row.live === 1 ? shownNow.of(row) : { title: row.title, messages: messagesIn(row) };
  const topicOf = async (row: ShareRow, origin: string): Promise<SharedTopic> => {
    const { title, messages } = await contentsOf(row);
    return { share: toShare(row, origin), title, createdAt: new Date(row.created_at).toISOString(), messages };
  };
  const count = async (row: ShareRow, { userId, address }: Reader): Promise<void> => {
    if (row.user_id === userId) return;
    await repository.countView(row.id);
    audit.record({ userId, action: 'share.opened', subject: row.id, address, daily: true });
  };

  return {
    look: async (shareId, visitor) => topicOf(await access.open(shareId, visitor), visitor.origin),

    read: async (shareId, reader) => {
      const row = await access.open(shareId, reader);
      const topic = await topicOf(row, reader.origin);
      await count(row, reader);
      return topic;
    },

    viewed: async (shareId, reader) => {
      await limits.admitView(reader.address);
      await count(await access.open(shareId, reader), reader);
    },

    unlock: async (shareId, password, { address }) => {
      const row = await repository.find(shareId, Date.now());
      if (!row) throw new Failure('not_found', 'no such share, or it has ended');
      if (row.password_hash === null) return passes.issue(shareId);
      const here = `${shareId} ${address}`;
      await limits.here.admit(here);
      await limits.everywhere.admit(shareId);
      if (!(await isPassword(password, row.password_hash))) {
        audit.record({ action: 'share.unlock_refused', subject: shareId, address });
        throw new Failure('password_wrong', 'this is not the password of the share');
      }
      await limits.here.forgive(here);
      await limits.everywhere.forgive(shareId);
      return passes.issue(shareId);
    },

    picture: async (shareId, pictureId, visitor) => pictures.find(await access.open(shareId, visitor), pictureId),

    contents: async (shareId, visitor) => contentsOf(await access.open(shareId, visitor)),
  };
}
