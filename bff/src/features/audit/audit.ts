import { createHmac } from 'node:crypto';
import type { Database } from '../../db/database';
import { addressKey } from '../../http/client-address';
import { newId } from '../../ids';
import type { Logger } from '../../logger';
import { remember } from '../../remember';
import { createAuditRepository } from './audit.repository';

const DAY_MS = 24 * 3600 * 1000;
/** How long it is kept, and how often what is older goes, in ms. */
const KEPT_MS = 180 * DAY_MS;
const TIDY_MS = 3600 * 1000;
/** So many events of the day are known to be there already without asking the database. */
const REMEMBERED = 10_000;
/** What stands for a share's id or an address in the log, in hexadecimal digits: whoever knows a share's id may read it. */
const SHORT = 12;

export type AuditAction =
  | 'share.created'
  | 'share.revoked'
  | 'share.expired'
  | 'share.opened'
  | 'share.unlock_refused'
  | 'share.forked'
  | 'share.refused'
  | 'share.reported'
  | 'handoff.created'
  | 'handoff.confirmed'
  | 'handoff.refused';

export interface AuditEvent {
  /** Who did it; undefined: somebody who was not logged in. */
  userId?: string | undefined;
  action: AuditAction;
  /** What it was done to, such as a share's id. */
  subject: string;
  /** Where the request came from; it is kept as a hash alone. */
  address?: string | undefined;
  /** Anything JSON carries: never a text that somebody wrote. */
  detail?: Record<string, unknown> | undefined;
  /** One a day of this action, subject and address is enough. */
  daily?: boolean | undefined;
}

/** An account of what happened to things that others may see: 180 days in the database, and a line of the log each. */
export interface Audit {
  /** Never throws, and nothing waits for it. */
  record(event: AuditEvent): void;
  /** Resolves once all that was recorded is stored. */
  close(): Promise<void>;
}

export interface AuditParts {
  database: Database;
  /** Hashes addresses. */
  secret: Uint8Array;
  logger: Logger;
}

export function createAudit({ database, secret, logger }: AuditParts): Audit {
  const repository = createAuditRepository(database);
  const running = new Set<Promise<void>>();
  const today = new Map<string, true>();
  let tidiedAt = -Infinity;

  const hash = (text: string): string => createHmac('sha256', secret).update(`audit:${text}`, 'utf8').digest('hex');

  const background = (work: Promise<void>): void => {
    const settled = work.catch((error: unknown) => {
      logger.error({ err: error }, 'an event is not in the audit');
    });
    running.add(settled);
    void settled.finally(() => running.delete(settled));
  };
  const tidy = (now: number): void => {
    if (now - tidiedAt < TIDY_MS) return;
    tidiedAt = now;
    background(repository.removeBefore(now - KEPT_MS));
  };

  return {
    record: ({ userId, action, subject, address, detail, daily }) => {
      const at = Date.now();
      const addressHash = address === undefined ? null : hash(`address:${address}`);
      // Whoever has a network of IPv6 would else fill it with one view from each address.
      const from = address === undefined ? address : addressKey(address);
      const id = daily ? hash(`${action} ${subject} ${from} ${Math.floor(at / DAY_MS)}`) : newId();
      if (daily) {
        if (today.has(id)) return;
        remember(today, id, true, REMEMBERED);
      }
      const short = { subject: hash(subject).slice(0, SHORT), from: addressHash?.slice(0, SHORT) };
      logger.info({ audit: action, userId, ...short, ...detail }, 'audit');
      background(
        repository.insert({
          id,
          at,
          user_id: userId ?? null,
          action,
          subject,
          address_hash: addressHash,
          detail_json: detail ? JSON.stringify(detail) : null,
        }),
      );
      tidy(at);
    },
    close: async () => {
      await Promise.all(running);
    },
  };
}
