import type { Bus } from '../../bus/bus';
import type { Database } from '../../db/database';
import { limitPer, limitPerMinute, limitTries } from '../../limits';
import type { Logger } from '../../logger';
import type { Redis } from '../../redis/connection';
import type { Audit } from '../audit/audit';
import { createAccess, type Access } from './access';
import { createForking, type ForkingParts } from './forking';
import { createMaking } from './making';
import { createPasses } from './passes';
import { createSharedPictures, type SharedPicturesParts } from './pictures';
import { createPicturesRepository } from './pictures.repository';
import { createReadingShares } from './reading';
import { createSettling, type Settling } from './settling';
import { createSharingRepository } from './sharing.repository';
import { createSharingService, type SharingService } from './sharing.service';
import { createShowing, type ShowingParts } from './showing';
import { createShownNow, type ShownNow } from './shown-now';
import { createToShare } from './to-share';

/** Shares that a user may make: far more than anybody does. */
const MADE_PER = { minute: 30, hour: 300 };
/** Wrong passwords: four digits are not found in days. */
const WRONG_PER_HOUR = { here: 20, everywhere: 100 };
/** Views that an address tells of a minute, and pictures that are drawn for one share. */
const VIEWS_PER_MINUTE = 120;
const DRAWN_PER_MINUTE = 120;

export interface SharingSetting extends ShowingParts, Omit<ForkingParts, 'insertTopic'> {
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
  const { database, redis, bus, secret, check, audit, logger } = parts;
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
  const admitMinute = limitPer('minute', MADE_PER.minute, 'shares', redis);
  const admitHour = limitPer('hour', MADE_PER.hour, 'shares in one hour', redis);
  const make = createMaking({
    repository,
    showing,
    pictures,
    toShare,
    admit: async (userId) => {
      await admitMinute(userId);
      await admitHour(userId);
    },
    check,
    audit,
  });
  const reading = createReadingShares({
    repository,
    access,
    passes,
    shownNow,
    pictures,
    toShare,
    limits: {
      admitView: limitPerMinute(VIEWS_PER_MINUTE, 'views from this address', redis),
      here: limitTries('hour', WRONG_PER_HOUR.here, 'wrong passwords from this address', redis),
      everywhere: limitTries('hour', WRONG_PER_HOUR.everywhere, 'wrong passwords', redis),
    },
    audit,
  });
  const service = createSharingService({
    repository,
    make,
    reading,
    forking: createForking({ ...parts, insertTopic: repository.insertTopic }),
    toShare,
    viewersOf: parts.viewersOf ?? (() => 0),
    bus,
    audit,
  });
  return { service, access, shownNow, settling };
}
