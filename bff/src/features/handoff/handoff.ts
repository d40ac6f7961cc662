import type { Config } from '../../config';
import type { Database } from '../../db/database';
import { limitPerMinute, perAddress } from '../../limits';
import type { Redis } from '../../redis/connection';
import { createHandoffRepository } from './handoff.repository';
import { createHandoffService, type HandoffParts, type HandoffService } from './handoff.service';

/** Codes that a user may make a minute, and that a user or an address, such as an office's, may try to take. */
const CODES_PER_MINUTE = 20;
const CLAIMS_PER_MINUTE = 20;
const CLAIMS_PER_ADDRESS = 120;

export interface HandoffSetting extends Pick<HandoffParts, 'handTo' | 'sessionFor' | 'record'> {
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
    admitAddress: perAddress(limitPerMinute(CLAIMS_PER_ADDRESS, 'codes taken from this address', redis)),
  });
}
