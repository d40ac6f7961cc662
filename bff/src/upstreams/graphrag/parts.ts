import * as v from 'valibot';

/** Those of `parts` that are what they should be: one that is not does not spoil the others. */
export function wellFormed<T extends v.GenericSchema>(schema: T, parts: readonly unknown[]): v.InferOutput<T>[] {
  return parts.flatMap((part) => {
    const parsed = v.safeParse(schema, part);
    return parsed.success ? [parsed.output] : [];
  });
}
