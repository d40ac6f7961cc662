import type { Readable } from 'node:stream';

/** What may still come after the last event, the end of the body, gets so long before the connection is given up, in ms. */
const TAIL_MS = 1000;

/**
 * Tells `take` the `data:` of every server-sent event of `body`, in order, however the bytes are cut, until it answers
 * false or the body ends. What follows the last whole event is dropped, as the standard says. Rejects where the
 * connection breaks, and with whatever `take` throws, which ends the reading.
 */
export function readEvents(body: Readable, take: (data: string) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const lines = createLineReader();
    let data: string | undefined;
    let open = true;

    const line = (text: string): void => {
      if (text === '') {
        if (data !== undefined) open = take(data);
        data = undefined;
      } else if (text.startsWith('data:')) {
        const value = text.slice(text.startsWith(' ', 5) ? 6 : 5);
        data = data === undefined ? value : `${data}\n${value}`;
      }
    };
    const end = (): void => {
      open = false;
      // Read to its end, a connection can be used again.
      setTimeout(() => body.destroy(), TAIL_MS).unref();
      resolve();
    };
    const read = (text: string): void => {
      for (const each of lines(text)) {
        line(each);
        if (!open) return end();
      }
    };
    body
      .setEncoding('utf8')
      .on('data', (text: string) => {
        if (!open) return;
        try {
          read(text);
        } catch (error) {
          open = false;
          reject(error instanceof Error ? error : new Error(String(error)));
          body.destroy();
        }
      })
      .once('end', resolve)
      .once('error', reject)
      .once('close', () => reject(new Error('the connection was closed in the middle')));
  });
}

/**
 * Gives the whole lines of a text that comes in parts; CR, LF and CRLF each end one (WHATWG HTML, 9.2.6). Written here
 * since it runs for every token: a general parser costs twice its time.
 */
function createLineReader(): (part: string) => string[] {
  let rest = '';
  let afterReturn = false;
  return (part) => {
    const text = afterReturn && part.startsWith('\n') ? part.slice(1) : part;
    if (part !== '') afterReturn = part.endsWith('\r');
    const all = text.includes('\r') ? text.split(/\r\n|\r|\n/) : text.split('\n');
    all[0] = rest + (all[0] ?? '');
    rest = all.pop() ?? '';
    return all;
  };
}
