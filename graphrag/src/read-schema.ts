import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { ConfigError, type Config } from './config';
import { GraphSchema } from './schema';

/**
 * The schema of `GRAPHRAG_SCHEMA`, else that of the sample, else one that declares nothing. Throws ConfigError where there is none,
 * or it is none.
 */
export async function readSchema({ schema, sample }: Pick<Config, 'schema' | 'sample'>): Promise<GraphSchema> {
  const path = schema ?? (sample === undefined ? undefined : join(sample, 'schema.json'));
  if (path === undefined) return { entities: [], relations: [] };
  try {
    return v.parse(GraphSchema, JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    const why =
      error instanceof v.ValiError ? `${v.getDotPath(error.issues[0]) ?? ''} ${error.message}` : String(error);
    throw new ConfigError(`GRAPHRAG_SCHEMA: ${path} is no schema: ${why}`, { cause: error });
  }
}
