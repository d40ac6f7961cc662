import type { Readable } from 'node:stream';
import { createParser } from 'eventsource-parser';

/** What may still come after the last event, the end of the body, gets so long before the connection is given up, in ms. */
const TAIL_MS = 1000;

/**
 * Tells `take` the `data:` of every server-sent event of `body`, in order, however the bytes are cut, until it answers
 * false or the body ends. What follows the last whole event is dropped, as the standard says. Rejects where the
 * connection breaks, and with whatever `take` throws, which ends the reading.
 */
export function readEvents(body: Readable, take: (data: string) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const reading: { more: boolean } = { more: true };
    const isOver = (): boolean => !reading.more;
    const decoder = new TextDecoder();
    const parser = createParser({
      onEvent: ({ data }) => {
        if (reading.more) reading.more = take(data);
      },
    });
    const enough = () => {
      // Read to its end, a connection can be used again.
      setTimeout(() => body.destroy(), TAIL_MS).unref();
      resolve();
    };
    body
      .on('data', (bytes: Buffer) => {
        if (isOver()) return;
        try {
          parser.feed(decoder.decode(bytes, { stream: true }));
          if (isOver()) enough();
        } catch (error) {
          reading.more = false;
          reject(error instanceof Error ? error : new Error(String(error)));
          body.destroy();
        }
      })
      .once('end', resolve)
      .once('error', reject)
      .once('close', () => reject(new Error('the connection was closed in the middle')));
  });
}
