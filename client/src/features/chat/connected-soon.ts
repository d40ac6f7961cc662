import { connection } from '@/transport/connection';

/** So long what was tapped waits for a connection that is just being made; ms. */
const WAIT_MS = 5_000;

/** Fulfilled once there is a connection, where one is being made: a page is used before it has one. At once otherwise. */
export function connectedSoon(): Promise<void> {
  if (connection.status() !== 'connecting') return Promise.resolve();
  return new Promise((resolve) => {
    const over = (): void => {
      clearTimeout(timer);
      forget();
      resolve();
    };
    const timer = setTimeout(over, WAIT_MS);
    const forget = connection.onStatus(over);
  });
}
