import { Problem } from '@huati/shared';
import * as v from 'valibot';
import { apiOrigin } from '@/config';
import { currentCredentials } from './credentials';
import { WireFailure } from './failure';

const TIMEOUT_MS = 15_000;

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
  timeoutMs?: number;
}

interface Reply {
  status: number;
  body: unknown;
  header: Record<string, string>;
}

/**
 * One call of the HTTP API, logged in unless `open`; a refused token is renewed once.
 * Out: the validated body. Rejects with a `WireFailure`: the server's code, `offline`, `timeout`, or `internal` where
 * the answer was not what the contract says.
 */
export async function call<T>(options: HttpCall<T>): Promise<T> {
  if (options.open) return read(options, await send(options, options.token ?? null));
  const token = await currentCredentials().ensure();
  const reply = await send(options, token);
  if (reply.status !== 401) return read(options, reply);
  return read(options, await send(options, await currentCredentials().renew(token)));
}

function send(options: HttpCall<unknown>, token: string | null): Promise<Reply> {
  return new Promise((resolve, reject) => {
    uni.request({
      url: apiOrigin + options.path,
      // uni's types leave PATCH out although its H5 and app runtimes send it.
      method: options.method as 'POST',
      header: {
        ...(options.body && { 'Content-Type': 'application/json' }),
        ...(token !== null && { Authorization: `Bearer ${token}` }),
      },
      data: options.body,
      timeout: options.timeoutMs ?? TIMEOUT_MS,
      success: ({ statusCode, data, header }) => resolve({ status: statusCode, body: data, header: toHeader(header) }),
      fail: ({ errMsg }) => reject(new WireFailure(/timeout/i.test(errMsg) ? 'timeout' : 'offline', errMsg)),
    });
  });
}

/** uni types the header as anything, and mini-programs leave it out of some answers. */
function toHeader(header: unknown): Record<string, string> {
  const parsed = v.safeParse(v.record(v.string(), v.string()), header);
  return parsed.success ? parsed.output : {};
}

function read<T>(options: HttpCall<T>, reply: Reply): T {
  if (reply.status < 200 || reply.status >= 300) throw refused(reply);
  const parsed = v.safeParse(options.expect, reply.body);
  if (parsed.success) return parsed.output;
  throw new WireFailure('internal', `${options.method} ${options.path}: ${parsed.issues[0].message}`);
}

function refused(reply: Reply): WireFailure {
  const problem = v.safeParse(Problem, asJson(reply.body));
  const retryAfterMs = retryAfter(reply.header);
  if (problem.success) {
    const { code, detail, tokens, limit } = problem.output;
    return new WireFailure(code, detail, { retryAfterMs, tokens, limit });
  }
  // A proxy between us and the server answered in its own words.
  const code = reply.status >= 500 ? 'upstream_unavailable' : 'internal';
  return new WireFailure(code, `HTTP ${reply.status}`, { retryAfterMs });
}

/** uni parses `application/json` on every platform, but not on every platform `application/problem+json`. */
function asJson(body: unknown): unknown {
  if (typeof body !== 'string') return body;
  try {
    return JSON.parse(body);
  } catch (error) {
    return { unreadable: String(error) };
  }
}

function retryAfter(header: Record<string, string>): number | undefined {
  const name = Object.keys(header).find((key) => key.toLowerCase() === 'retry-after');
  const seconds = Number(name === undefined ? NaN : header[name]);
  return Number.isFinite(seconds) ? seconds * 1000 : undefined;
}
