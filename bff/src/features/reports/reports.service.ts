import type { ReportRequest, User } from '@huati/shared';
import { Failure } from '../../failure';
import { addressKey } from '../../http/client-address';
import { newId } from '../../ids';
import type { Limit } from '../../limits';
import type { Logger } from '../../logger';
import type { Audit } from '../audit/audit';
import type { ReportsRepository } from './reports.repository';

/** Who reports: a user, or somebody at an address who is not logged in. */
export interface Reporter {
  user: User | undefined;
  address: string;
}

export interface ReportsService {
  /**
   * Keeps a report and tells the operator of it in the log. Throws `unauthorized` where a message is reported without a
   * log-in, `not_found` for a message that is not the user's and a share that is not there, `rate_limited`.
   */
  report(reporter: Reporter, request: ReportRequest): Promise<void>;
}

export interface ReportsParts {
  repository: ReportsRepository;
  /** The user's message as it reads now. */
  findMessage(userId: string, messageId: string): Promise<{ text: string } | undefined>;
  /** Undefined where nothing is shared. */
  shareExists?: ((shareId: string) => Promise<boolean>) | undefined;
  /** Has it on record that a share was reported. */
  record: Audit['record'];
  /** Rejects where too many reports come from a user or an address. */
  admit: Limit;
  logger: Logger;
}

export function createReportsService(parts: ReportsParts): ReportsService {
  const { repository, findMessage, shareExists, record, admit, logger } = parts;

  /** The text of what is reported, where it is a message. */
  const textOf = async (user: User | undefined, { messageId, shareId }: ReportRequest): Promise<string | null> => {
    if (messageId !== undefined) {
      if (!user) throw new Failure('unauthorized', 'a message is reported with a session');
      const message = await findMessage(user.id, messageId);
      if (!message) throw new Failure('not_found', 'no such message');
      return message.text;
    }
    if (shareId === undefined || !(await shareExists?.(shareId))) throw new Failure('not_found', 'no such share');
    return null;
  };

  return {
    report: async ({ user, address }, request) => {
      await admit(user?.id ?? addressKey(address));
      const messageText = await textOf(user, request);
      const { messageId, shareId, reason, text } = request;
      const id = newId();
      await repository.insert({
        id,
        user_id: user?.id ?? null,
        message_id: messageId ?? null,
        share_id: shareId ?? null,
        reason,
        text: text ?? null,
        message_text: messageText,
        created_at: Date.now(),
      });
      if (shareId !== undefined) {
        record({
          userId: user?.id,
          action: 'share.reported',
          subject: shareId,
          address,
          detail: { reason, reportId: id },
        });
      }
      // Whoever knows a share's id may read it: the log does not tell.
      logger.warn({ reportId: id, reason, messageId, userId: user?.id }, 'something was reported');
    },
  };
}
