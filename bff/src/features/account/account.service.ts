import { createHash } from 'node:crypto';
import type { Session, SessionRequest, User } from '@huati/shared';
import { jwtVerify, SignJWT } from 'jose';
import type { UsersTable } from '../../db/schema';
import { Failure } from '../../failure';
import { newId } from '../../ids';
import type { AccountRepository } from './account.repository';

/** How long a session lasts; a guest's device id brings back the same user at any time after. */
const SESSION_LIFETIME = '90d';
const ALGORITHM = 'HS256';

export interface AccountService {
  /** Opens a session. The same guest `deviceId` always gives the same user. */
  open(request: SessionRequest): Promise<Session>;
  /** The user a token stands for; throws `unauthorized` for any token that is not a valid one of a living user. */
  authenticate(token: string): Promise<User>;
}

export function createAccountService(repository: AccountRepository, secret: Uint8Array): AccountService {
  const sign = (userId: string) =>
    new SignJWT()
      .setProtectedHeader({ alg: ALGORITHM })
      .setSubject(userId)
      .setIssuedAt()
      .setExpirationTime(SESSION_LIFETIME)
      .sign(secret);

  return {
    open: async ({ kind, deviceId }) => {
      const row = await repository.findOrCreate({
        id: newId(),
        kind,
        name: `访客 ${identityHash(deviceId).slice(0, 4)}`,
        identity_hash: identityHash(deviceId),
        created_at: Date.now(),
      });
      return { token: await sign(row.id), user: toUser(row) };
    },

    authenticate: async (token) => {
      const row = await repository.findById(await subjectOf(token, secret));
      if (!row) throw new Failure('unauthorized', 'this session belongs to nobody any more');
      return toUser(row);
    },
  };
}

function identityHash(deviceId: string): string {
  return createHash('sha256').update(deviceId, 'utf8').digest('hex');
}

function toUser({ id, name, kind }: UsersTable): User {
  return { id, name, kind };
}

async function subjectOf(token: string, secret: Uint8Array): Promise<string> {
  try {
    const { payload } = await jwtVerify(token, secret, { algorithms: [ALGORITHM] });
    if (payload.sub) return payload.sub;
  } catch (error) {
    throw new Failure('unauthorized', 'the session token is not valid or has expired', { cause: error });
  }
  throw new Failure('unauthorized', 'the session token names nobody');
}
