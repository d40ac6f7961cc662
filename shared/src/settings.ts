import * as v from 'valibot';

/** How a setting of the environment is written; out comes its value. */
export const setting = {
  whole: (min: number, max: number) =>
    v.pipe(
      v.string(),
      v.regex(/^\d+$/, 'must be a whole number'),
      v.transform(Number),
      v.minValue(min, `must be at least ${min}`),
      v.maxValue(max, `must be at most ${max}`),
    ),
  fraction: v.pipe(
    v.string(),
    v.regex(/^(?:0(?:\.\d+)?|1(?:\.0+)?)$/, 'must be a number from 0 to 1'),
    v.transform(Number),
  ),
  onOff: v.pipe(
    v.picklist(['on', 'off'], 'must be on or off'),
    v.transform((value) => value === 'on'),
  ),
  /** Without the slashes at its end. */
  httpUrl: v.pipe(
    v.string(),
    v.url('must be a URL such as http://127.0.0.1:8000/v1'),
    v.regex(/^https?:/, 'must begin with http:// or https://'),
    v.transform((url) => url.replace(/\/+$/, '')),
  ),
  logLevel: v.picklist(
    ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
    'must be one of fatal … trace, silent',
  ),
};

/** Every fault of the environment at once, a line each, with its cure. */
export class ConfigError extends Error {}

/** What `schema` makes of the environment `env`; a variable set to nothing counts as unset. Throws ConfigError. */
export function readEnvironment<S extends v.GenericSchema>(
  schema: S,
  env: Record<string, string | undefined>,
): v.InferOutput<S> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const result = v.safeParse(schema, given);
  if (result.success) return result.output;
  const faults = result.issues.map((issue) => `  ${v.getDotPath(issue) ?? ''} ${issue.message}`);
  throw new ConfigError(`The configuration has ${faults.length} fault(s):\n${faults.join('\n')}`);
}
