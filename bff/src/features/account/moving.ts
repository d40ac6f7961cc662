import type { Logger } from '../../logger';
import type { MovingRepository } from './moving.repository';

/** Moved topics that the account's devices are told of; the rest they find in their lists. */
const TOLD = 100;

/** From whom to whom everything moved. */
export interface Moved {
  from: string;
  to: string;
}

export interface MovingParts {
  repository: MovingRepository;
  /** Tells every process, for whose the answers are that run there. */
  tell(moved: Moved): void;
  /** Tells the devices of the topic's owner of it. */
  touched(topicId: string): Promise<void>;
  logger: Logger;
}

/** Gives everything of a guest to an account; safe to repeat, also after a kill. Answers that run go on. */
export type MoveGuest = (guestId: string, accountId: string) => Promise<void>;

export function createMoving({ repository, tell, touched, logger }: MovingParts): MoveGuest {
  const announce = async (topicIds: readonly string[]): Promise<void> => {
    try {
      for (const topicId of topicIds.slice(0, TOLD)) await touched(topicId);
    } catch (error) {
      logger.warn({ err: error }, 'telling of moved topics failed');
    }
  };
  return async (guestId, accountId) => {
    const topicIds = await repository.move(guestId, accountId);
    // Also where nothing moved now: a process may have died between the move and telling.
    tell({ from: guestId, to: accountId });
    if (topicIds.length === 0) return;
    logger.info({ guestId, accountId, topics: topicIds.length }, "a guest's topics moved to an account");
    void announce(topicIds);
  };
}
