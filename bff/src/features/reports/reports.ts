import type { Database } from '../../db/database';
import { limitPerMinute } from '../../limits';
import type { Redis } from '../../redis/connection';
import { createReportsRepository } from './reports.repository';
import { createReportsService, type ReportsParts, type ReportsService } from './reports.service';

/** Reports of one user or address a minute: each is read by a person. */
const PER_MINUTE = 10;

export interface ReportsSetting extends Omit<ReportsParts, 'repository' | 'admit'> {
  database: Database;
  /** Where several processes count together. */
  redis: Redis | undefined;
}

export function createReports({ database, redis, ...parts }: ReportsSetting): ReportsService {
  const admit = limitPerMinute(PER_MINUTE, 'reports', redis);
  return createReportsService({ ...parts, repository: createReportsRepository(database), admit });
}
