import type { Config } from '../../config';
import type { Database } from '../../db/database';
import { limitPerMinute } from '../../limits';
import type { Redis } from '../../redis/connection';
import { createHandoffRepository } from './handoff.repository';
import { createHandoffService, type HandoffParts, type HandoffService } from './handoff.service';

/** Codes that a user may make a minute, and that a user or an address may try to take: nobody guesses one with that. */
const CODES_PER_MINUTE = 20;
const CLAIMS_PER_MINUTE = 30;

export interface HandoffSetting extends Pick<HandoffParts, 'handTo' | 'record'> {
  config: Pick<Config, 'publicUrl'>;
  database: Database;
  /** Where several processes count together. */
  redis?: Redis | undefined;
}

export function createHandoff({ config, database, redis, ...parts }: HandoffSetting): HandoffService {
  return createHandoffService({
    ...parts,
    repository: createHandoffRepository(database),
    publicUrl: config.publicUrl,
    admitCode: limitPerMinute(CODES_PER_MINUTE, 'codes', redis),
    admitClaim: limitPerMinute(CLAIMS_PER_MINUTE, 'codes taken', redis),
  });
}
