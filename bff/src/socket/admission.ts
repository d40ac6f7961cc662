import { Handshake, PROTOCOL_VERSION, type ErrorCode, type User } from '@huati/shared';
import * as v from 'valibot';
import { Failure } from '../failure';
import { addressKey } from '../http/client-address';
import type { Logger } from '../logger';
import { toFailure } from '../wire-error';

export interface AdmissionParts {
  authenticate(token: string): Promise<User>;
  /** Rejects where too many new connections come from an address. */
  admitAddress(address: string): Promise<void>;
  /** The most connections of one address, or network, that have no session; 0: any number. */
  viewersPerAddress: number;
  logger: Logger;
}

/** Who a connection is, and where it comes from. */
export interface Admitted {
  user: User | undefined;
  address: string;
}

export interface Admission {
  /** Lets a connection in by its handshake, or throws a Failure. */
  admit(address: string, auth: unknown): Promise<Admitted>;
  /** It is there; the function returned is to be called once it is gone. */
  entered(admitted: Admitted): () => void;
}

export function createAdmission(parts: AdmissionParts): Admission {
  const { viewersPerAddress: most } = parts;
  const viewers = new Map<string, number>();
  const count = (address: string, change: 1 | -1): void => {
    const next = (viewers.get(address) ?? 0) + change;
    if (next === 0) viewers.delete(address);
    else viewers.set(address, next);
  };

  return {
    admit: async (address, auth) => {
      await parts.admitAddress(address);
      const handshake = v.safeParse(Handshake, auth);
      if (!handshake.success) throw new Failure(refusalOf(auth), 'no such handshake');
      if ('token' in handshake.output) return { user: await parts.authenticate(handshake.output.token), address };
      // Whoever shows who they are is limited by that; of others there is only the address.
      if (most > 0 && (viewers.get(addressKey(address)) ?? 0) >= most) {
        throw new Failure('rate_limited', `more than ${most} connections without a session from this address`);
      }
      return { user: undefined, address };
    },
    entered: ({ user, address }) => {
      if (user) return () => undefined;
      const key = addressKey(address);
      count(key, 1);
      return () => count(key, -1);
    },
  };
}

/** The code of a refusal; what failed by itself is told in the log. */
export function refusal(error: unknown, logger: Logger): ErrorCode {
  const failure = toFailure(error);
  if (failure.code === 'internal') logger.error({ err: failure.cause }, 'handshake failed');
  return failure.code;
}

function refusalOf(auth: unknown): ErrorCode {
  const otherVersion = v.is(
    v.object({
      v: v.pipe(
        v.unknown(),
        v.check((n) => n !== PROTOCOL_VERSION),
      ),
    }),
    auth,
  );
  return otherVersion ? 'unsupported_version' : 'unauthorized';
}
