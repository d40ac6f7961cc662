import type { Unlocked } from '@huati/shared';
import { Failure } from '../../failure';
import { addressKey } from '../../http/client-address';
import type { Tries } from '../../limits';
import type { Audit } from '../audit/audit';
import type { Slots } from '../chat/slots';
import { isPassword } from './passwords';
import type { Passes } from './passes';
import type { SharingRepository } from './sharing.repository';

/**
 * What opens a locked share. Throws `not_found`, `password_wrong`, `rate_limited` after too many of these, and `busy` where too many
 * wait to be looked at.
 */
export type Unlock = (shareId: string, password: string, caller: { address: string }) => Promise<Unlocked>;

export interface UnlockingParts {
  repository: Pick<SharingRepository, 'find'>;
  passes: Pick<Passes, 'issue'>;
  /** Of wrong passwords: from one address for one share, and from all for one share. */
  here: Tries;
  everywhere: Tries;
  /** Who may have a password looked at now, by their address. */
  slots: Slots;
  audit: Pick<Audit, 'record'>;
}

export function createUnlocking({ repository, passes, here, everywhere, slots, audit }: UnlockingParts): Unlock {
  const isRight = async (
    shareId: string,
    given: { password: string; hash: string; from: string },
  ): Promise<boolean> => {
    const key = `${shareId} ${given.from}`;
    await here.admit(key);
    await everywhere.admit(shareId);
    if (!(await isPassword(given.password, given.hash))) return false;
    await here.forgive(key);
    await everywhere.forgive(shareId);
    return true;
  };

  return async (shareId, password, { address }) => {
    const row = await repository.find(shareId, Date.now());
    if (!row) throw new Failure('not_found', 'no such share, or it has ended');
    if (row.password_hash === null) return passes.issue(shareId);
    const from = addressKey(address);
    slots.assertRoom(from);
    // Each counts as a wrong one until it is known to be right: only few are looked at at once, so that many right ones are not refused.
    const leave = await slots.enter(from, new AbortController().signal, () => undefined);
    try {
      if (await isRight(shareId, { password, hash: row.password_hash, from })) return await passes.issue(shareId);
    } finally {
      leave?.();
    }
    audit.record({ action: 'share.unlock_refused', subject: shareId, address });
    throw new Failure('password_wrong', 'this is not the password of the share');
  };
}
