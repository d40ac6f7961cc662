import type { Unlocked } from '@huati/shared';
import { jwtVerify, SignJWT } from 'jose';

/** How long a pass opens its share, in ms. */
const LIFETIME_MS = 12 * 3600 * 1000;
const ALGORITHM = 'HS256';
/** No session has it, and no pass is a session: it names nobody. */
const AUDIENCE = 'share';

/** What whoever knew the password of a locked share opens it with. */
export interface Passes {
  issue(shareId: string): Promise<Unlocked>;
  /** Whether it is a pass of this share that has not ended. Never rejects. */
  isGood(shareId: string, pass: string): Promise<boolean>;
}

export function createPasses(secret: Uint8Array): Passes {
  return {
    issue: async (shareId) => {
      const end = new Date(Date.now() + LIFETIME_MS);
      const pass = await new SignJWT()
        .setProtectedHeader({ alg: ALGORITHM })
        .setAudience(AUDIENCE)
        .setSubject(shareId)
        .setExpirationTime(end)
        .sign(secret);
      return { pass, expiresAt: end.toISOString() };
    },
    isGood: (shareId, pass) =>
      jwtVerify(pass, secret, { algorithms: [ALGORITHM], audience: AUDIENCE, subject: shareId }).then(
        () => true,
        () => false,
      ),
  };
}
