import type * as v from 'valibot';
import { parse } from '../parse';

/** What a call gives: the acknowledgement's own fields, and what is to happen once it has left. */
export interface CallResult {
  reply: object;
  after?: () => void;
}

/** What answers one client event; throws Failures. */
export type Call = (payload: unknown) => Promise<CallResult>;

/** The client events of a connection by name. */
export type Calls = ReadonlyMap<string, Call>;

/** A call whose payload is checked against `schema` before `run` sees it. */
export function call<T extends v.GenericSchema>(
  schema: T,
  run: (payload: v.InferOutput<T>) => Promise<CallResult>,
): Call {
  return async (payload) => run(parse(schema, payload));
}
