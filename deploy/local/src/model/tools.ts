import { randomUUID } from 'node:crypto';
import * as v from 'valibot';

/** A function as a request offers it. */
export const ToolSpecs = v.nullish(
  v.array(
    v.looseObject({
      type: v.literal('function'),
      function: v.looseObject({
        name: v.string(),
        parameters: v.nullish(v.looseObject({ properties: v.nullish(v.record(v.string(), v.unknown())) })),
      }),
    }),
  ),
);
export type ToolSpecs = v.InferOutput<typeof ToolSpecs>;

/** A call as a plan has it: `arguments` that are no text are written as JSON. Without an `id` it gets one. */
export const PlannedCall = v.strictObject({
  name: v.string(),
  arguments: v.union([v.string(), v.record(v.string(), v.unknown())]),
  id: v.optional(v.string()),
});
export type PlannedCall = v.InferOutput<typeof PlannedCall>;

/** A call of a function, in OpenAI's terms. */
export interface ToolCall {
  id: string;
  name: string;
  arguments: string;
}

/** A planned call as it is sent. */
export function toCall({ id, name, arguments: given }: PlannedCall): ToolCall {
  return {
    id: id ?? `chatcmpl-tool-${randomUUID()}`,
    name,
    arguments: typeof given === 'string' ? given : JSON.stringify(given),
  };
}

/** A call of the function `name` with one text, under whatever name its specification has first; undefined where it is not offered. */
export function callWith(specs: ToolSpecs, name: string, text: string): PlannedCall | undefined {
  const offered = specs?.find((spec) => spec.function.name === name)?.function;
  const [first] = Object.keys(offered?.parameters?.properties ?? {});
  return first === undefined ? undefined : { name, arguments: { [first]: text } };
}
