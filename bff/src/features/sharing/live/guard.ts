import type { Logger } from '../../../logger';
import { pause } from '../../../pause';
import type { LiveState } from './live.repository';
import type { WatchedShare } from './watched-share';

/** How often the database is asked, in ms: whoever may not watch any more is cut within a second, with nothing else to tell. */
const LOOK_MS = 700;

export interface GuardParts {
  /** What is watched here now. */
  rooms(): WatchedShare[];
  /** Those of them that have not ended. */
  states(shareIds: readonly string[]): Promise<LiveState[]>;
  logger: Logger;
}

/** Asks the database what became of the shares that are watched here, all in one query, for as long as there are some. */
export function startGuard({ rooms, states, logger }: GuardParts): { wake(): void; close(): void } {
  let running = false;
  let closed = false;

  const look = async (): Promise<void> => {
    const watched = rooms();
    const found = new Map((await states(watched.map(({ shareId }) => shareId))).map((state) => [state.id, state]));
    for (const room of watched) {
      const state = found.get(room.shareId);
      if (state) room.heard(state);
      else room.end();
    }
  };
  const run = async (): Promise<void> => {
    while (!closed && rooms().length > 0) {
      const since = performance.now();
      await look().catch((error: unknown) => {
        logger.warn({ err: error }, 'what became of live shares cannot be asked');
      });
      await pause(Math.max(0, LOOK_MS - (performance.now() - since)));
    }
    running = false;
  };

  return {
    wake: () => {
      if (running || closed) return;
      running = true;
      void run();
    },
    close: () => {
      closed = true;
    },
  };
}
