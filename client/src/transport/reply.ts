import { Problem } from '@huati/shared';
import * as v from 'valibot';
import { currentCredentials } from './credentials';
import { WireFailure } from './failure';

/** What the server answered to a call, whichever way it was made. */
export interface Reply {
  status: number;
  body: unknown;
  header: Record<string, string>;
}

/** Makes a call with the token at hand, and once more with another where the server refused that one. */
export async function loggedIn<R extends { status: number }>(send: (token: string) => Promise<R>): Promise<R> {
  const token = await currentCredentials().ensure();
  const reply = await send(token);
  return reply.status === 401 ? send(await currentCredentials().renew(token)) : reply;
}

/** The failure that uni's `errMsg` of a call tells of. */
export function unsent(errMsg: string): WireFailure {
  return new WireFailure(/timeout/i.test(errMsg) ? 'timeout' : 'offline', errMsg);
}

/** uni types the header as anything, and mini-programs leave it out of some answers. */
export function toHeader(header: unknown): Record<string, string> {
  const parsed = v.safeParse(v.record(v.string(), v.string()), header);
  return parsed.success ? parsed.output : {};
}

/** The validated body of a good answer. Throws a `WireFailure`; `what` names the call in it. */
export function read<T>(reply: Reply, expect: v.GenericSchema<unknown, T>, what: string): T {
  if (reply.status < 200 || reply.status >= 300) throw refused(reply);
  const parsed = v.safeParse(expect, reply.body);
  if (parsed.success) return parsed.output;
  throw new WireFailure('internal', `${what}: ${parsed.issues[0].message}`);
}

/** The failure that an answer of the server tells of. */
export function refused(reply: Reply): WireFailure {
  const problem = v.safeParse(Problem, asJson(reply.body));
  const retryAfterMs = retryAfter(reply.header);
  if (problem.success) {
    const { code, detail, reason, tokens, limit } = problem.output;
    return new WireFailure(code, detail, { reason, retryAfterMs, tokens, limit });
  }
  // A proxy between us and the server answered in its own words.
  return new WireFailure(codeOf(reply.status), `HTTP ${reply.status}`, { retryAfterMs });
}

function codeOf(status: number): WireFailure['code'] {
  if (status === 413) return 'too_large';
  return status >= 500 ? 'upstream_unavailable' : 'internal';
}

/** Some hosts have parsed a body of JSON already, and not all of them do so with `application/problem+json`. */
export function asJson(body: unknown): unknown {
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
