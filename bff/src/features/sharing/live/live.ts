import * as v from 'valibot';
import type { Bus } from '../../../bus/bus';
import type { Database } from '../../../db/database';
import { Failure } from '../../../failure';
import type { Logger } from '../../../logger';
import type { Caller } from '../../../socket/caller';
import type { TopicEvents } from '../../../socket/topic-events';
import type { ChatService } from '../../chat/chat.service';
import type { Visitor } from '../access';
import { shareChannel, ShareEnded } from '../on-bus';
import type { Sharing } from '../sharing';
import { createSharingRepository } from '../sharing.repository';
import { startGuard } from './guard';
import { createLiveRepository, type LiveRepository } from './live.repository';
import { createPresence } from './presence';
import { PublishedLog } from './published-log';
import { createTelling } from './telling';
import { WatchedShare, type WatchedShareParts } from './watched-share';

/** The most who watch one share, in all processes: beyond them it is read without being followed. */
const VIEWERS_MAX = 5000;
/** A share that nobody watches here any more is kept for so long, in ms: whoever lost the network comes back. */
const LINGER_MS = 10_000;

export interface LiveShares {
  /** The share, for somebody to watch. Throws `not_found`, `password_required`, `busy`, and `invalid` where it is not live. */
  open(shareId: string, visitor: Visitor): Promise<WatchedShare>;
  /** Lets go of it where nobody watches it. */
  left(room: WatchedShare): void;
  /** How many watch the share, in all processes. */
  viewersOf(shareId: string): number;
  close(): void;
}

export interface LiveSharesParts {
  database: Database;
  sharing: Pick<Sharing, 'access' | 'shownNow' | 'settling'>;
  /** Rejects where a text may not be shown to others; undefined: any may. */
  check: ((userId: string, text: string) => Promise<void>) | undefined;
  logOf: ChatService['logOf'];
  topicEvents: TopicEvents;
  bus: Bus;
  /** Names this process. */
  owner: string;
  logger: Logger;
}

interface Room {
  share: WatchedShare;
  ready: Promise<void>;
  endings: (() => void)[];
  lingering?: NodeJS.Timeout | undefined;
}

export function createLiveShares(parts: LiveSharesParts): LiveShares {
  const { bus, logger } = parts;
  const repository = createLiveRepository(parts.database);
  const readingOf = createReading(parts, repository);
  const rooms = new Map<string, Room>();
  const presence = createPresence({ ...parts, changed: (shareId) => telling.changed(shareId) });
  const telling = createTelling({ ...parts, repository, presence, roomOf: (shareId) => rooms.get(shareId)?.share });
  const guard = startGuard({
    rooms: () => [...rooms.values()].map(({ share }) => share),
    states: (ids) => repository.states(ids, Date.now()),
    logger,
  });

  const forget = (share: WatchedShare): void => {
    const room = rooms.get(share.shareId);
    if (room?.share !== share) return;
    rooms.delete(share.shareId);
    clearTimeout(room.lingering);
    for (const end of room.endings) end();
    presence.set(share.shareId, 0);
  };

  const made = (shareId: string): Room => {
    const share = new WatchedShare({
      ...readingOf(shareId),
      viewers: () => presence.of(shareId),
      counted: (watched) => {
        presence.set(shareId, watched.viewers);
        if (!watched.isWatched) linger(watched);
      },
      ended: (watched) => {
        forget(watched);
        telling.ended(watched);
      },
    });
    const room: Room = { share, ready: share.refresh(), endings: [] };
    room.endings.push(
      bus.subscribe(shareChannel(shareId), (message) => {
        if (v.is(ShareEnded, message)) share.end();
      }),
    );
    room.ready = room.ready.then(() => hearOfTopic(room));
    return room;
  };

  /** Its owner's devices are told of the topic: so is who watches it. */
  const hearOfTopic = ({ share, endings }: Room): void => {
    const { state } = share;
    if (!state || share.isOver) return;
    endings.push(
      parts.topicEvents.hear(state.userId, (event) => {
        if (event.topicId !== state.topicId || 'viewers' in event) return;
        if ('deleted' in event) share.end();
        else share.heard({ title: event.topic.title, ...(event.leafId !== undefined && { leaf: event.leafId }) });
      }),
    );
  };

  const linger = (share: WatchedShare): void => {
    const room = rooms.get(share.shareId);
    if (room?.share !== share) return;
    clearTimeout(room.lingering);
    room.lingering = setTimeout(() => {
      if (share.isWatched) return;
      share.close();
      forget(share);
    }, LINGER_MS);
    room.lingering.unref();
  };

  return {
    open: async (shareId, visitor) => {
      const { live, user_id: ownerId } = await parts.sharing.access.open(shareId, visitor);
      if (live !== 1) throw new Failure('invalid', 'this share does not follow its topic: there is nothing to watch');
      const isFull = presence.of(shareId) >= VIEWERS_MAX && visitor.userId !== ownerId;
      if (isFull) throw new Failure('busy', 'too many watch this share');
      const room = rooms.get(shareId) ?? made(shareId);
      rooms.set(shareId, room);
      guard.wake();
      try {
        await room.ready;
      } catch (error) {
        room.share.close();
        forget(room.share);
        throw error;
      }
      linger(room.share);
      return room.share;
    },
    left: linger,
    viewersOf: presence.of,
    close: () => {
      guard.close();
      telling.close();
      for (const { share } of [...rooms.values()]) {
        share.close();
        forget(share);
      }
      presence.close();
    },
  };
}

type Reading = Omit<WatchedShareParts, 'viewers' | 'counted' | 'ended'>;

/** Gives what a watched share reads of its topic. */
function createReading(
  { database, sharing, check, logOf, logger }: LiveSharesParts,
  repository: LiveRepository,
): (shareId: string) => Reading {
  const shares = createSharingRepository(database);
  const shown = async (shareId: string) => {
    const row = await shares.find(shareId, Date.now());
    if (!row) throw new Failure('not_found', 'no such share, or it has ended');
    return sharing.shownNow.of(row);
  };
  return (shareId) => ({
    shareId,
    state: async () => (await repository.states([shareId], Date.now()))[0],
    shown: () => shown(shareId),
    publish: async (ownerId, answerId, left) =>
      new PublishedLog(await logOf(ownerId, answerId), {
        ended: async () => {
          const { messages, unchecked } = await shown(shareId);
          return unchecked?.has(answerId) ? 'unchecked' : messages.find(({ id }) => id === answerId);
        },
        check: check && ((text) => check(ownerId, text)),
        refused: async () => sharing.settling?.keep(shareId, answerId, false),
        left,
        logger,
      }),
    reach: async (ownerId, answerId, offset) => {
      await logOf(ownerId, answerId, offset);
    },
    logger,
  });
}

/** For those who watch a share as `caller`, as what reads it. */
export function visitorOf({ user }: Pick<Caller, 'user'>, pass: string | undefined): Visitor {
  return { pass, userId: user?.id };
}
