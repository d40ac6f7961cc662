import * as v from 'valibot';
import { Refusal } from '../refusal';

/** What `input` is by the schema. Throws Refusal, which names the first part that is wrong. */
export function parsed<S extends v.GenericSchema>(schema: S, input: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = v.getDotPath(issue);
  throw new Refusal('invalid', path === null ? issue.message : `${path}: ${issue.message}`);
}
