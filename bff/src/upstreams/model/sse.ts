import { createParser } from 'eventsource-parser';

/**
 * The `data:` of every server-sent event of `body`, in order, however the bytes are cut. What follows the last whole
 * event is dropped, as the standard says. Rejects as the body does where the connection breaks.
 */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let ready: string[] = [];
  const parser = createParser({ onEvent: (event) => ready.push(event.data) });
  for await (const bytes of body) {
    parser.feed(decoder.decode(bytes, { stream: true }));
    if (ready.length === 0) continue;
    const events = ready;
    ready = [];
    yield* events;
  }
}
