import type { Logger } from '../../../logger';
import { pause } from '../../../pause';
import type { RedisClient } from '../../../redis/connection';

/** How long one read waits for news, in ms: so long at most a stream newly watched waits to be read. */
const BLOCK_MS = 100;
/** Pause after a read that failed, in ms. */
const AWAY_MS = 300;

/** The fields of one entry. */
export type StreamEntry = Record<string, string | undefined>;

export interface StreamReader {
  /** Tells of every entry of the stream, from its first on, until the function returned is called. */
  watch(key: string, on: (entry: StreamEntry) => void): () => void;
  close(): void;
}

interface Watched {
  key: string;
  /** The entry read last. */
  id: string;
  on(entry: StreamEntry): void;
}

/** Reads any number of Redis streams over one connection of its own. */
export function createStreamReader(client: RedisClient, logger: Logger): StreamReader {
  const watched = new Set<Watched>();
  let reading = false;
  let closed = false;

  const readOnce = async (): Promise<void> => {
    const all = [...watched];
    const ids = new Map(all.map((entry) => [entry.key, entry.id]));
    const streams = [...ids].map(([key, id]) => ({ key, id }));
    const replies = await client.xRead(streams, { BLOCK: BLOCK_MS, COUNT: 1000 });
    for (const { name, messages } of (replies ?? []) as { name: string; messages: Message[] }[]) {
      for (const watcher of all) if (watcher.key === name) tell(watcher, messages);
    }
  };
  const readOn = async (): Promise<void> => {
    while (watched.size > 0 && !closed) {
      try {
        await readOnce();
      } catch (error) {
        logger.warn({ err: error }, 'streams cannot be read');
        await pause(AWAY_MS);
      }
    }
    reading = false;
  };

  return {
    watch: (key, on) => {
      const watcher: Watched = { key, id: '0', on };
      watched.add(watcher);
      if (!reading) {
        reading = true;
        void readOn();
      }
      return () => {
        watched.delete(watcher);
      };
    },
    close: () => {
      closed = true;
      watched.clear();
    },
  };
}

interface Message {
  id: string;
  message: StreamEntry;
}

function tell(watcher: Watched, messages: Message[]): void {
  for (const { id, message } of messages) {
    watcher.id = id;
    watcher.on(message);
  }
}
