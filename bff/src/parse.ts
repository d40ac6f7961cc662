import * as v from 'valibot';
import { Failure } from './failure';

/** Checks `input` against `schema`; throws the Failure `invalid`, which names the first wrong field, where it differs. */
export function parse<T extends v.GenericSchema>(schema: T, input: unknown): v.InferOutput<T> {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = v.getDotPath(issue);
  throw new Failure('invalid', path ? `${path}: ${issue.message}` : issue.message);
}
