import type { Bus } from '../../bus/bus';
import type { Config } from '../../config';
import type { Database } from '../../db/database';
import { limitPer, limitPerMinute, limitTries, perAddress, type Limit } from '../../limits';
import type { Logger } from '../../logger';
import type { Redis } from '../../redis/connection';
import type { Audit } from '../audit/audit';
import { createSlots } from '../chat/slots';
import { createAccess, type Access } from './access';
import { createForking, type ForkingParts } from './forking';
import { createMaking } from './making';
import { createPasses } from './passes';
import { createSharedPictures, type SharedPicturesParts } from './pictures';
import { createPicturesRepository } from './pictures.repository';
import { createReadingShares } from './reading';
import { createSettling, type Settling } from './settling';
import { createSharingRepository } from './sharing.repository';
import { createSharingService, type SharingParts, type SharingService } from './sharing.service';
import { createShowing, type ShowingParts } from './showing';
import { createShownNow, type ShownNow } from './shown-now';
import { createSnapshots } from './snapshots';
import { createToShare } from './to-share';
import { createUnlocking } from './unlocking';

/** Shares that a user may make: far more than anybody does. */
const MADE_PER = { minute: 30, hour: 300 };
/** Topics that a user makes of shares, and everybody at one address, such as an office's. */
const FORKED_PER = { minute: 10, hour: 60 };
const FORKED_PER_ADDRESS = { minute: 30, hour: 300 };
/** Wrong passwords: six digits are not found while a share lasts. */
const WRONG_PER_HOUR = { here: 20, everywhere: 100 };
/** Passwords that are looked at at once by this process, each in 50 ms and 16 MB, and how many may wait for that. */
const PASSWORDS = { running: 2, runningPerUser: 1, queued: 500 };
/** Shares that are read from an address a minute, as by a meeting behind one router, and views that it tells of. */
const READ_PER_MINUTE = 600;
const VIEWS_PER_MINUTE = 120;
/** Pictures that are drawn for one share a minute. */
const DRAWN_PER_MINUTE = 120;

export interface SharingSetting extends ShowingParts, Omit<ForkingParts, 'insertTopic'> {
  config: Pick<Config, 'limits'>;
  database: Database;
  /** Where several processes count together. */
  redis: Redis | undefined;
  bus: Bus;
  /** Signs passes. */
  secret: Uint8Array;
  /** What addresses of shares begin with; undefined: the request's origin. */
  publicUrl: string | undefined;
  drawPicture: SharedPicturesParts['draw'];
  /** Rejects where the text may not be shown to others; undefined: anything may. */
  check: ((userId: string, text: string) => Promise<void>) | undefined;
  /** How many watch a live share now. */
  viewersOf?: ((shareId: string) => number) | undefined;
  audit: Audit;
  logger: Logger;
}

/** All that has to do with sharing: making shares, reading them, going on with them. */
export interface Sharing {
  service: SharingService;
  access: Access;
  shownNow: ShownNow;
  /** Undefined where anything may be shown. */
  settling: Settling | undefined;
}

export function createSharing(parts: SharingSetting): Sharing {
  const { config, database, redis, bus, secret, check, audit, logger } = parts;
  const isFree = config.limits.requestsPerMinute === 0;
  const repository = createSharingRepository(database);
  const passes = createPasses(secret);
  const access = createAccess({ repository, passes });
  const showing = createShowing(parts);
  const toShare = createToShare(parts.publicUrl);
  const pictures = createSharedPictures({
    repository: createPicturesRepository(database),
    draw: parts.drawPicture,
    secret,
    admit: limitPerMinute(DRAWN_PER_MINUTE, 'pictures of this share', redis),
    logger,
  });
  const settling =
    check &&
    createSettling({
      repository,
      check,
      refused: ({ id, user_id: userId }, messageId) =>
        audit.record({ userId, action: 'share.refused', subject: id, detail: { messageId } }),
      logger,
    });
  const shownNow = createShownNow({ repository, showing, picturesOf: pictures.ofLive, settle: settling?.settle });
  const make = createMaking({
    repository,
    showing,
    pictures,
    toShare,
    admit: limitBoth(MADE_PER, 'shares', redis),
    check,
    audit,
  });
  const reading = createReadingShares({
    repository,
    access,
    passes,
    snapshots: createSnapshots(repository),
    shownNow,
    pictures,
    toShare,
    limits: {
      admitRead: perAddress(limitPerMinute(isFree ? 0 : READ_PER_MINUTE, 'shares read from this address', redis)),
      admitView: perAddress(limitPerMinute(VIEWS_PER_MINUTE, 'views from this address', redis)),
    },
    audit,
  });
  const unlock = createUnlocking({
    repository,
    passes,
    here: limitTries('hour', WRONG_PER_HOUR.here, 'wrong passwords from this address', redis),
    everywhere: limitTries('hour', WRONG_PER_HOUR.everywhere, 'wrong passwords', redis),
    slots: createSlots(PASSWORDS),
    audit,
  });
  const service = createSharingService({
    repository,
    make,
    reading,
    unlock,
    admitFork: limitForks(isFree, redis),
    forking: createForking({ ...parts, insertTopic: repository.insertTopic }),
    toShare,
    viewersOf: parts.viewersOf ?? (() => 0),
    bus,
    audit,
  });
  return { service, access, shownNow, settling };
}

/** Of so many in a minute, and so many in an hour. */
function limitBoth(most: { minute: number; hour: number }, what: string, redis: Redis | undefined): Limit {
  const admitMinute = limitPer('minute', most.minute, what, redis);
  const admitHour = limitPer('hour', most.hour, `${what} in one hour`, redis);
  return async (key) => {
    await admitMinute(key);
    await admitHour(key);
  };
}

/** `isFree`: addresses are not limited here. */
function limitForks(isFree: boolean, redis: Redis | undefined): SharingParts['admitFork'] {
  const admitUser = limitBoth(FORKED_PER, 'topics from shares', redis);
  const admitAddress = perAddress(limitBoth(FORKED_PER_ADDRESS, 'topics from shares at this address', redis));
  return async (userId, address) => {
    await admitUser(userId);
    if (!isFree) await admitAddress(address);
  };
}
