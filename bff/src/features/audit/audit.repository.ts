import type { Database } from '../../db/database';
import type { AuditRow } from '../../db/schema';

export interface AuditRepository {
  /** Stores the row, unless one of its id is there. */
  insert(row: AuditRow): Promise<void>;
  removeBefore(at: number): Promise<void>;
}

export function createAuditRepository({ kysely, dialect }: Database): AuditRepository {
  return {
    insert: async (row) => {
      try {
        await kysely.insertInto('audit').values(row).execute();
      } catch (error) {
        if (!dialect.isDuplicate(error)) throw error;
      }
    },
    removeBefore: async (at) => {
      await kysely.deleteFrom('audit').where('at', '<', at).execute();
    },
  };
}
