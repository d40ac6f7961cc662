import type * as v from 'valibot';
import { apiOrigin } from '@/config';
import { browserSockets } from '@/platform/sockets';
import { sendByFetch } from './by-fetch';
import { sendByUni } from './by-uni';
import { loggedIn, read, type Reply } from './reply';

const TIMEOUT_MS = 15_000;
const sendAway = browserSockets ? sendByFetch : sendByUni;

export interface HttpCall<T> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path and query, beginning with `/`. */
  path: string;
  body?: object;
  /** What a good answer's body must look like. */
  expect: v.GenericSchema<unknown, T>;
  /** True for calls that need no log-in; `token` goes with them all the same. */
  open?: boolean;
  token?: string | null;
  /** Beside those that every call has. */
  headers?: Record<string, string>;
  timeoutMs?: number;
}

/**
 * One call of the HTTP API, logged in unless `open`; a refused token is renewed once.
 * Out: the validated body. Rejects with a `WireFailure`: the server's code, `offline`, `timeout`, or `internal` where
 * the answer was not what the contract says.
 */
export async function call<T>(options: HttpCall<T>): Promise<T> {
  const reply = options.open
    ? await send(options, options.token ?? null)
    : await loggedIn((token) => send(options, token));
  return read(reply, options.expect, `${options.method} ${options.path}`);
}

function send(options: HttpCall<unknown>, token: string | null): Promise<Reply> {
  const { method, path, body, headers, timeoutMs = TIMEOUT_MS } = options;
  const header = {
    ...(body && { 'Content-Type': 'application/json' }),
    ...(token !== null && { Authorization: `Bearer ${token}` }),
    ...headers,
  };
  return sendAway({ url: apiOrigin + path, method, header, body, timeoutMs });
}
