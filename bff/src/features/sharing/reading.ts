import type { SharedTopic } from '@huati/shared';
import type { Limit } from '../../limits';
import type { Audit } from '../audit/audit';
import type { Access, Visitor } from './access';
import type { ToFork } from './forking';
import type { Caller } from './making';
import type { Passes } from './passes';
import type { DrawnPicture, SharedPictures } from './pictures';
import type { FoundShare, SharingRepository } from './sharing.repository';
import type { ShownNow } from './shown-now';
import type { Snapshots } from './snapshots';
import type { ToShare } from './to-share';

/** Whoever reads a share, and from where. */
export type Reader = Visitor & Caller;

/** What anybody does with a share who knows its id. All throw as `Access.open` does. */
export interface ReadingShares {
  /** What is shared; counts no view. Throws `rate_limited`. */
  look(shareId: string, visitor: Visitor & Caller): Promise<SharedTopic>;
  /** The same as JSON in UTF-8, which is a view where it is not its owner's. Throws `rate_limited`. */
  read(shareId: string, reader: Reader): Promise<Buffer>;
  /** Counts a view of somebody who was shown what is shared in another way. Throws `rate_limited`. */
  viewed(shareId: string, reader: Reader): Promise<void>;
  /** Throws `not_found` where the share has no such picture, or its owner has deleted it. */
  picture(shareId: string, pictureId: string, visitor: Visitor): Promise<DrawnPicture>;
  /** Its title and messages, to be gone on with. */
  contents(shareId: string, visitor: Visitor): Promise<ToFork>;
}

export interface ReadingParts {
  repository: Pick<SharingRepository, 'countView'>;
  access: Access;
  passes: Pick<Passes, 'issue'>;
  snapshots: Snapshots;
  shownNow: ShownNow;
  pictures: Pick<SharedPictures, 'find'>;
  toShare: ToShare;
  limits: {
    /** Of shares that an address reads, and of views that it tells of. */
    admitRead: Limit;
    admitView: Limit;
  };
  audit: Pick<Audit, 'record'>;
}

export function createReadingShares(parts: ReadingParts): ReadingShares {
  const { repository, access, passes, snapshots, shownNow, pictures, toShare, limits, audit } = parts;

  const contentsOf = async (row: FoundShare): Promise<ToFork> =>
    row.live === 1 ? shownNow.of(row) : { title: row.title, messages: (await snapshots(row.id)).messages };
  const headOf = async (row: FoundShare, title: string, reader: Reader): Promise<Omit<SharedTopic, 'messages'>> => ({
    share: toShare(row, reader.origin),
    title,
    createdAt: new Date(row.created_at).toISOString(),
    // Whoever made it watches it without a session, as anybody else, and was never asked for its password.
    ...(row.password_hash !== null && row.user_id === reader.userId && { pass: (await passes.issue(row.id)).pass }),
  });
  const jsonOf = async (row: FoundShare, reader: Reader): Promise<Buffer> => {
    if (row.live === 1) {
      const { title, messages } = await shownNow.of(row);
      return Buffer.from(JSON.stringify({ ...(await headOf(row, title, reader)), messages }));
    }
    const { json } = await snapshots(row.id);
    const head = JSON.stringify(await headOf(row, row.title, reader)).slice(0, -1);
    return Buffer.concat([Buffer.from(`${head},"messages":`), json, Buffer.from('}')]);
  };
  const count = async (row: FoundShare, { userId, address }: Reader): Promise<void> => {
    if (row.user_id === userId) return;
    await repository.countView(row.id);
    audit.record({ userId, action: 'share.opened', subject: row.id, address, daily: true });
  };

  return {
    look: async (shareId, visitor) => {
      await limits.admitRead(visitor.address);
      const row = await access.open(shareId, visitor);
      const { title, messages } = await contentsOf(row);
      return { ...(await headOf(row, title, visitor)), messages: [...messages] };
    },

    read: async (shareId, reader) => {
      await limits.admitRead(reader.address);
      const row = await access.open(shareId, reader);
      const json = await jsonOf(row, reader);
      await count(row, reader);
      return json;
    },

    viewed: async (shareId, reader) => {
      await limits.admitView(reader.address);
      await count(await access.open(shareId, reader), reader);
    },

    picture: async (shareId, pictureId, visitor) => pictures.find(await access.open(shareId, visitor), pictureId),

    contents: async (shareId, visitor) => contentsOf(await access.open(shareId, visitor)),
  };
}
