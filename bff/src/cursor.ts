import * as v from 'valibot';
import { Failure } from './failure';

/** An opaque cursor that holds `position`. */
export function encodeCursor(position: unknown): string {
  return Buffer.from(JSON.stringify(position), 'utf8').toString('base64url');
}

/** What `encodeCursor` was given; throws `invalid` where the cursor is not one of this list's. */
export function decodeCursor<T extends v.GenericSchema>(schema: T, cursor: string): v.InferOutput<T> {
  const result = v.safeParse(schema, fromJson(cursor));
  if (!result.success) throw new Failure('invalid', 'cursor: not one of this list');
  return result.output;
}

function fromJson(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch (error) {
    throw new Failure('invalid', 'cursor: not one of this list', { cause: error });
  }
}
