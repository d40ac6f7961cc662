import { createHash } from 'node:crypto';
import type { Session, SessionRequest, User } from '@huati/shared';
import { jwtVerify, SignJWT } from 'jose';
import type { UserRow } from '../../db/schema';
import { Failure } from '../../failure';
import { newId } from '../../ids';
import type { WeChat } from '../../upstreams/wechat/wechat';
import type { AccountRepository } from './account.repository';
import type { MoveGuest } from './moving';

/** How long a session lasts; a guest's device id brings back the same user at any time after. */
const SESSION_LIFETIME = '90d';
const ALGORITHM = 'HS256';

export interface AccountService {
  /**
   * Opens a session. The same guest `deviceId`, and the same person of WeChat, always give the same user; a guest's whose
   * things moved to an account gives that account. To an account moves everything of the guest whose `token` the request came
   * with; any other token moves nothing. Throws `not_configured` where the deployment does without WeChat, and what WeChat's
   * `identify` throws.
   */
  open(request: SessionRequest, token?: string): Promise<Session>;
  /** The user a token stands for; throws `unauthorized` for any token that is not a valid one of a living user. */
  authenticate(token: string): Promise<User>;
  /**
   * The same for a device that is about to stay: it throws `unauthorized` where everything of the user moved on to somebody who is
   * there still, so that the device opens a session anew, which is theirs.
   */
  admit(token: string): Promise<User>;
  /** Another session of the user `accountId`, for the device of `user`: what that has as a guest moves there. */
  handTo(user: User, accountId: string): Promise<Session>;
  /** Another session of the user `accountId`, or of whom everything of theirs moved to. Moves nothing. */
  sessionFor(accountId: string): Promise<Session>;
  /** How WeChat names the user; undefined where they are not one of WeChat's. */
  openidOf(userId: string): Promise<string | undefined>;
}

export interface AccountParts {
  repository: AccountRepository;
  /** Signs sessions. */
  secret: Uint8Array;
  /** Undefined where the deployment does without. */
  wechat: Pick<WeChat, 'identify'> | undefined;
  moveGuest: MoveGuest;
}

export function createAccountService({ repository, secret, wechat, moveGuest }: AccountParts): AccountService {
  const sessionOf = async (row: UserRow): Promise<Session> => {
    const token = await new SignJWT()
      .setProtectedHeader({ alg: ALGORITHM })
      .setSubject(row.id)
      .setIssuedAt()
      .setExpirationTime(SESSION_LIFETIME)
      .sign(secret);
    return { token, user: toUser(row) };
  };

  const guest = (deviceId: string): Promise<UserRow> => {
    const hash = identityHash(deviceId);
    return repository.findOrCreate({
      id: newId(),
      kind: 'guest',
      name: `访客 ${hash.slice(0, 4)}`,
      identity_hash: hash,
      created_at: Date.now(),
    });
  };

  const personOfWeChat = async (code: string): Promise<UserRow> => {
    if (!wechat) throw new Failure('not_configured', 'this server has no log-in by WeChat');
    const { openid, unionid } = await wechat.identify(code);
    const hash = identityHash(openid);
    const row = await repository.findOrCreate({
      id: newId(),
      kind: 'wechat',
      name: `微信用户 ${hash.slice(0, 4)}`,
      identity_hash: hash,
      openid,
      unionid: unionid ?? null,
      created_at: Date.now(),
    });
    // WeChat tells it only once the mini-program belongs to an open platform's account.
    if (unionid !== undefined && row.unionid !== unionid) await repository.setUnionid(row.id, unionid);
    return row;
  };

  const rowOf = async (token: string): Promise<UserRow> => {
    const row = await repository.findById(await subjectOf(token, secret));
    if (!row) throw new Failure('unauthorized', 'this session belongs to nobody any more');
    return row;
  };
  const authenticate = async (token: string): Promise<User> => toUser(await rowOf(token));

  /** The user of a token that need not be good. */
  const userOf = async (token: string): Promise<User | undefined> => {
    try {
      return await authenticate(token);
    } catch (error) {
      if (error instanceof Failure && error.code === 'unauthorized') return undefined;
      throw error;
    }
  };

  const moveFrom = async (user: User | undefined, accountId: string): Promise<void> => {
    if (user?.kind === 'guest') await moveGuest(user.id, accountId);
  };

  const living = async (accountId: string): Promise<UserRow> => {
    const found = await repository.findById(accountId);
    if (!found) throw new Failure('not_found', 'this account is gone');
    return repository.followed(found);
  };

  return {
    open: async (request, token) => {
      if (request.kind === 'guest') return sessionOf(await repository.followed(await guest(request.deviceId)));
      const row = await personOfWeChat(request.code);
      if (token !== undefined) await moveFrom(await userOf(token), row.id);
      return sessionOf(row);
    },

    authenticate,

    admit: async (token) => {
      const row = await rowOf(token);
      if ((await repository.followed(row)).id !== row.id)
        throw new Failure('unauthorized', 'everything of this guest is an account’s now');
      return toUser(row);
    },

    sessionFor: async (accountId) => sessionOf(await living(accountId)),

    handTo: async (user, accountId) => {
      const row = await living(accountId);
      await moveFrom(user, row.id);
      return sessionOf(row);
    },

    openidOf: async (userId) => (await repository.findById(userId))?.openid ?? undefined,
  };
}

function identityHash(identity: string): string {
  return createHash('sha256').update(identity, 'utf8').digest('hex');
}

function toUser({ id, name, kind }: UserRow): User {
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
