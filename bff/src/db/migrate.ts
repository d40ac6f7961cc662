import { Migrator, type Kysely } from 'kysely';
import type { DialectDifferences } from './dialect';
import * as start from './migrations/001_start';
import * as takeover from './migrations/002_takeover';
import type { Schema } from './schema';

/** How one numbered step changes the tables, and how it is taken back. */
export interface Step {
  up(db: Kysely<Schema>, dialect: DialectDifferences): Promise<void>;
  down(db: Kysely<Schema>, dialect: DialectDifferences): Promise<void>;
}

const steps: Record<string, Step> = { '001_start': start, '002_takeover': takeover };

/** Kysely's migrator over our steps. It takes a lock, so that processes that start at once apply each step once. */
export function createMigrator(db: Kysely<Schema>, dialect: DialectDifferences): Migrator {
  const migrations = Object.fromEntries(
    Object.entries(steps).map(([name, step]) => [
      name,
      {
        up: (connection: Kysely<Schema>) => step.up(connection, dialect),
        down: (connection: Kysely<Schema>) => step.down(connection, dialect),
      },
    ]),
  );
  return new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } });
}

/** Applies every step that is not there yet; throws the first error. */
export async function migrateToLatest(db: Kysely<Schema>, dialect: DialectDifferences): Promise<void> {
  const { error } = await createMigrator(db, dialect).migrateToLatest();
  if (error) throw error instanceof Error ? error : new Error('migration failed', { cause: error });
}
