import { createHash, randomBytes } from 'node:crypto';
import type { Link, LinkState, Session, User } from '@huati/shared';
import { Failure } from '../../failure';
import type { LinksRepository } from './links.repository';

/** Of an id, in bytes: far too many to be guessed while it lasts. */
const ID_BYTES = 24;

/**
 * One device gets the account of another that has it in WeChat: it shows the link's id as a code, the other one scans and
 * confirms it. Whoever is neither of the two gets `not_found`, as if there were no such link.
 */
export interface LinksService {
  create(userId: string): Promise<Link>;
  /** How the creator's link stands; confirmed, with a session of the account, to which everything of a guest moves. */
  state(user: User, linkId: string): Promise<LinkState>;
  /** Gives `user`'s account to the device that shows the link. Throws `forbidden` where that is none of WeChat's. */
  confirm(user: User, linkId: string): Promise<void>;
}

export interface LinksParts {
  repository: LinksRepository;
  /** A session of the account for the device of `user`, with what that has as a guest moved there. */
  handTo(user: User, accountId: string): Promise<Session>;
}

export function createLinksService({ repository, handTo }: LinksParts): LinksService {
  return {
    create: async (userId) => {
      const id = randomBytes(ID_BYTES).toString('base64url');
      const end = await repository.create(hashOf(id), userId);
      return { id, expiresAt: new Date(end).toISOString() };
    },

    state: async (user, linkId) => {
      const link = await repository.find(hashOf(linkId));
      if (link?.user_id !== user.id) throw missing();
      // Confirmed, it is its creator's as long as it is kept: the answer may have been lost on its way.
      if (link.confirmed_by === null) return { status: link.expired ? 'expired' : 'waiting' };
      return { status: 'confirmed', session: await handTo(user, link.confirmed_by) };
    },

    confirm: async (user, linkId) => {
      if (user.kind !== 'wechat') throw new Failure('forbidden', 'only an account of WeChat can be given to a device');
      if (!(await repository.confirm(hashOf(linkId), user.id))) throw missing();
    },
  };
}

function hashOf(linkId: string): string {
  return createHash('sha256').update(linkId, 'utf8').digest('hex');
}

function missing(): Failure {
  return new Failure('not_found', 'no such link, or not any more');
}
