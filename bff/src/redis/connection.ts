import { createClient, type RedisClientType } from '@redis/client';
import type { Logger } from '../logger';
import { withinTime } from '../within-time';

/** Longest wait between two tries to reach Redis again, in ms. */
const RETRY_MAX_MS = 1000;
/** After so long a connection attempt has failed, in ms. */
const CONNECT_MS = 5000;

export type RedisClient = RedisClientType;

/** Everything kept in Redis begins so; the braces put it all into one slot of a cluster. */
export const PREFIX = '{huati}:';

export interface Redis {
  /** For all calls that answer at once; they reject while Redis is away. */
  readonly commands: RedisClient;
  /** For reads that wait. */
  readonly reader: RedisClient;
  /** For what is published; subscriptions come back by themselves after Redis was away. */
  readonly subscriber: RedisClient;
  close(): void;
}

/** Connects to Redis; rejects where it cannot be reached. Later losses of it are mended by trying again and again. */
export async function connectRedis(url: string, logger: Logger): Promise<Redis> {
  let tries = true;
  const open = (name: string, disableOfflineQueue: boolean): RedisClient => {
    const client: RedisClient = createClient({
      url,
      disableOfflineQueue,
      socket: {
        connectTimeout: CONNECT_MS,
        reconnectStrategy: (retries) => tries && Math.min(RETRY_MAX_MS, 50 * (retries + 1)),
      },
    });
    client.on('error', (error: unknown) => {
      logger.warn({ err: error, client: name }, 'redis');
    });
    return client;
  };
  const clients = [open('commands', true), open('reader', true), open('subscriber', false)] as const;
  const [commands, reader, subscriber] = clients;
  const close = () => {
    tries = false;
    for (const client of clients) if (client.isOpen) client.destroy();
  };
  try {
    // A first connection that does not come must not be tried for ever: the person who starts the process waits.
    await withinTime(Promise.all(clients.map((client) => client.connect())), CONNECT_MS, 'no connection');
  } catch (error) {
    close();
    throw error;
  }
  return { commands, reader, subscriber, close };
}
