import type { Logger } from '../../../logger';
import type { TopicEvents } from '../../../socket/topic-events';
import type { LiveRepository } from './live.repository';
import type { Presence } from './presence';
import type { WatchedShare } from './watched-share';

/** How often those who watch a share are told how many they are, in ms, and so much longer for each of them. */
const TELL_MS = 500;
const EACH_MS = 1;

export interface TellingParts {
  presence: Presence;
  repository: Pick<LiveRepository, 'ofTopic'>;
  topicEvents: Pick<TopicEvents, 'announce'>;
  /** The share where it is watched here. */
  roomOf(shareId: string): WatchedShare | undefined;
  logger: Logger;
}

/** Tells how many watch a share: each other, and the devices of its owner. */
export interface Telling {
  changed(shareId: string): void;
  ended(room: WatchedShare): void;
  close(): void;
}

export function createTelling({ presence, repository, topicEvents, roomOf, logger }: TellingParts): Telling {
  const due = new Map<string, NodeJS.Timeout>();
  const toldAt = new Map<string, number>();

  const tellOwner = async (topicId: string): Promise<void> => {
    try {
      const topic = await repository.ofTopic(topicId, Date.now());
      if (!topic) return;
      const viewers = topic.shareIds.reduce((sum, id) => sum + presence.of(id), 0);
      topicEvents.announce(topic.userId, { topicId, viewers });
    } catch (error) {
      logger.warn({ err: error }, 'how many watch a topic cannot be told');
    }
  };
  const tell = (room: WatchedShare): void => {
    due.delete(room.shareId);
    toldAt.set(room.shareId, performance.now());
    room.tellViewers(presence.of(room.shareId));
    if (room.state) void tellOwner(room.state.topicId);
    if (!room.isWatched) toldAt.delete(room.shareId);
  };

  return {
    changed: (shareId) => {
      const room = roomOf(shareId);
      if (!room || due.has(shareId)) return;
      const every = TELL_MS + EACH_MS * presence.of(shareId);
      const wait = Math.max(0, (toldAt.get(shareId) ?? -Infinity) + every - performance.now());
      const timer = setTimeout(() => tell(room), wait);
      timer.unref();
      due.set(shareId, timer);
    },
    ended: (room) => {
      clearTimeout(due.get(room.shareId));
      due.delete(room.shareId);
      toldAt.delete(room.shareId);
      if (room.state) void tellOwner(room.state.topicId);
    },
    close: () => {
      for (const timer of due.values()) clearTimeout(timer);
      due.clear();
    },
  };
}
