import { Migrator, type Kysely } from 'kysely';
import { pause } from '../pause';
import type { DialectDifferences } from './dialect';
import * as start from './migrations/001_start';
import * as takeover from './migrations/002_takeover';
import * as branches from './migrations/003_branches';
import * as memory from './migrations/004_memory';
import * as found from './migrations/005_found';
import * as wechat from './migrations/006_wechat';
import * as files from './migrations/007_files';
import * as shares from './migrations/008_shares';
import * as passages from './migrations/009_passages';
import * as knowledge from './migrations/010_knowledge';
import * as sources from './migrations/011_sources';
import * as retrieval from './migrations/012_retrieval';
import * as liveShares from './migrations/013_live_shares';
import * as templates from './migrations/014_templates';
import type { Schema } from './schema';

/** How one numbered step changes the tables, and how it is taken back. */
export interface Step {
  up(db: Kysely<Schema>, dialect: DialectDifferences): Promise<void>;
  down(db: Kysely<Schema>, dialect: DialectDifferences): Promise<void>;
}

const steps: Record<string, Step> = {
  '001_start': start,
  '002_takeover': takeover,
  '003_branches': branches,
  '004_memory': memory,
  '005_found': found,
  '006_wechat': wechat,
  '007_files': files,
  '008_shares': shares,
  '009_passages': passages,
  '010_knowledge': knowledge,
  '011_sources': sources,
  '012_retrieval': retrieval,
  '013_live_shares': liveShares,
  '014_templates': templates,
};

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

/** Processes that start at once may meet in the middle of a step, which SQLite does not keep them from. */
const TRIES = 3;
const AGAIN_MS = 300;

/** Applies every step that is not there yet; throws the error that stays. */
export async function migrateToLatest(db: Kysely<Schema>, dialect: DialectDifferences, tries = TRIES): Promise<void> {
  const { error } = await createMigrator(db, dialect).migrateToLatest();
  if (error && tries > 1) {
    await pause(AGAIN_MS);
    return migrateToLatest(db, dialect, tries - 1);
  }
  if (error) throw error instanceof Error ? error : new Error('migration failed', { cause: error });
}
