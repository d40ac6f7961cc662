import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { Readable } from 'node:stream';

const REDIRECT = 300;
/** Statuses whose answers have no body (Fetch standard, 2.2.3). */
const BODILESS = [204, 205, 304];

export interface RawFetch {
  /** As the standard says, as far as the SDK uses it: a URL, method, headers, a text as body, a signal. */
  fetch(url: string | URL | Request, init?: RequestInit): Promise<Response>;
  /** The body of a good answer as Node reads it. Undefined for any other response. */
  bodyOf(response: Response): IncomingMessage | undefined;
}

/**
 * `fetch` over Node's own HTTP client. The body of the standard one passes through web streams, which at 200 answers
 * a process costs as much CPU as everything we do with it.
 */
export function createRawFetch(): RawFetch {
  const bodies = new WeakMap<Response, IncomingMessage>();
  const plain = new HttpAgent({ keepAlive: true, maxSockets: Infinity });
  const secure = new HttpsAgent({ keepAlive: true, maxSockets: Infinity });

  const send = (target: URL, init: RequestInit): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const { method = 'GET', signal, body } = init;
      const headers = Object.fromEntries(new Headers(init.headers));
      const options = { method, headers, ...(signal && { signal }) };
      const request =
        target.protocol === 'https:'
          ? httpsRequest(target, { ...options, agent: secure })
          : httpRequest(target, { ...options, agent: plain });
      request.setNoDelay(true);
      request.once('response', resolve).once('error', reject);
      request.end(typeof body === 'string' ? body : undefined);
    });

  return {
    fetch: async (url, init = {}) => {
      const incoming = await send(new URL(url instanceof Request ? url.url : url), init);
      const status = incoming.statusCode ?? 0;
      const good = status < REDIRECT && init.method === 'POST';
      const headers = headersOf(incoming);
      const response = new Response(good || BODILESS.includes(status) ? null : bodyAsWeb(incoming), {
        status,
        headers,
      });
      if (good) bodies.set(response, incoming);
      return response;
    },
    bodyOf: (response) => bodies.get(response),
  };
}

function bodyAsWeb(incoming: IncomingMessage): ReadableStream<Uint8Array> {
  return Readable.toWeb(incoming) as ReadableStream<Uint8Array>;
}

function headersOf(incoming: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    for (const each of Array.isArray(value) ? value : [value ?? '']) headers.append(name, each);
  }
  return headers;
}
