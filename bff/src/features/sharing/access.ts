import { Failure } from '../../failure';
import type { Passes } from './passes';
import type { FoundShare, SharingRepository } from './sharing.repository';

/** Who wants to read a share: what they bring of a pass, and whose session they have. */
export interface Visitor {
  pass?: string | undefined;
  userId?: string | undefined;
}

export interface Access {
  /**
   * The share, where it has not ended and the visitor may read it: its owner does without a pass. Throws `not_found`, and
   * `password_required` where a pass is missing, not of this share, or has ended. Asks the database each time: revoked is revoked.
   */
  open(shareId: string, visitor: Visitor): Promise<FoundShare>;
}

export interface AccessParts {
  repository: Pick<SharingRepository, 'find'>;
  passes: Pick<Passes, 'isGood'>;
}

export function createAccess({ repository, passes }: AccessParts): Access {
  return {
    open: async (shareId, { pass, userId }) => {
      const row = await repository.find(shareId, Date.now());
      if (!row) throw new Failure('not_found', 'no such share, or it has ended');
      if (row.password_hash === null || row.user_id === userId) return row;
      if (pass !== undefined && (await passes.isGood(shareId, pass))) return row;
      throw new Failure('password_required', 'this share is locked: unlock it with its password');
    },
  };
}
