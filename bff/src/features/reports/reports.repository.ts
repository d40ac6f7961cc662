import type { Database } from '../../db/database';
import type { ReportRow } from '../../db/schema';

export interface ReportsRepository {
  insert(report: ReportRow): Promise<void>;
}

export function createReportsRepository({ kysely }: Database): ReportsRepository {
  return {
    insert: async (report) => {
      await kysely.insertInto('reports').values(report).execute();
    },
  };
}
