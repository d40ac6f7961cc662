import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { ConfigError, type Config } from './config';
import { GraphSchema } from './schema';

/**
 * The schema of `GRAPHRAG_SCHEMA`, else that of the sample, else one that declares nothing. Throws ConfigError where there is none,
 * or it is none.
 */
export async function readSchema(config: Pick<Config, 'schema' | 'sample'>): Promise<GraphSchema> {
  const { sample } = config;
  const path = config.schema ?? (sample === undefined ? undefined : join(sample, 'schema.json'));
  if (path === undefined) return { entities: [], relations: [] };
  const faulty = (why: string, cause?: unknown): ConfigError =>
    new ConfigError(`GRAPHRAG_SCHEMA: ${path} is no schema: ${why}`, { cause });
  let told: unknown;
  try {
    told = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw faulty(String(error), error);
  }
  const schema = v.safeParse(GraphSchema, told);
  if (schema.success) return schema.output;
  throw faulty(`${v.getDotPath(schema.issues[0]) ?? 'it'}: ${schema.issues[0].message}`);
}
