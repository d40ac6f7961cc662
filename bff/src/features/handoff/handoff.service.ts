import { createHash, randomBytes, randomInt } from 'node:crypto';
import type { Handoff, HandoffClaim, HandoffState, Session, User } from '@huati/shared';
import * as v from 'valibot';
import { Failure } from '../../failure';
import type { Limit } from '../../limits';
import { digitsFor } from './digits';
import type { FoundHandoff, HandoffRepository } from './handoff.repository';

/** Of a code, in bytes: far too many to be guessed while it lasts. */
const CODE_BYTES = 18;
/** The client's page that takes a code. */
const PAGE = '/#/pages/chat/index?handoff=';

const Choices = v.array(v.string());

/** Something that happened to a code for the topic `subject`. */
export interface HandoffEntry {
  action: 'handoff.created' | 'handoff.confirmed' | 'handoff.refused';
  userId: string;
  subject: string;
  address: string;
  detail?: { own: true };
}

/**
 * One device opens a topic of another, which shows a code that can be taken once. A device of the same person gets the topic at
 * once, and again while the code lasts. Any other one takes it where whoever holds it agreed to join: it then shows two digits,
 * and gets the account, with the topic, where the owner picks them out of three. Whoever is neither owner nor taker gets
 * `not_found`, as if there were no such code; so does whoever comes second, or too late.
 */
export interface HandoffService {
  /** `origin` is where the request came to. Throws `not_found` where the topic is not the user's, and `rate_limited`. */
  create(by: By, topicId: string, origin: string): Promise<Handoff>;
  /** How it stands: for its owner, or for whoever took it, who gets a session once it is confirmed. */
  state(user: User, code: string): Promise<HandoffState>;
  /**
   * Takes the code for the user's device. Where it is somebody else's and the device does not `join`, the code stays as it is and
   * the answer `asks`. Throws `forbidden` where the device has an account of its own, which it would lose, and `rate_limited`.
   */
  claim(by: By, code: string, claim: HandoffClaim): Promise<HandoffState>;
  /** The owner's word on whoever took it. Other digits, or none, end the code. */
  confirm(by: By, code: string, digits: string | null): Promise<HandoffState>;
}

/** Who asks, and from where. */
export interface By {
  user: User;
  address: string;
}

export interface HandoffParts {
  repository: HandoffRepository;
  /** What addresses begin with; undefined: the request's origin. */
  publicUrl: string | undefined;
  /** A session of the account for the device of `user`, with what that has as a guest moved there. */
  handTo(user: User, accountId: string): Promise<Session>;
  /** A session of the account that moves nothing. */
  sessionFor(accountId: string): Promise<Session>;
  /** How many codes a user may make, and how many a user and an address may try to take. */
  admitCode: Limit;
  admitClaim: Limit;
  admitAddress: Limit;
  /** Has it on record. */
  record(entry: HandoffEntry): void;
}

export function createHandoffService(parts: HandoffParts): HandoffService {
  const { repository, publicUrl, record } = parts;

  const toOwner = ({ state, expired, device, choices_json: choices }: FoundHandoff): HandoffState => {
    if (state === 'refused') return { status: 'refused' };
    // The other device has yet to fetch what was confirmed, which is nothing that its owner waits for.
    if (state === 'done' || state === 'confirmed') return { status: 'done' };
    if (expired) return { status: 'expired' };
    if (state === 'waiting') return { status: 'waiting' };
    const given = choices === null ? [] : v.parse(Choices, JSON.parse(choices));
    return { status: 'claimed', device: device ?? '', choices: given };
  };

  const toTaker = async (user: User, row: FoundHandoff): Promise<HandoffState> => {
    const { code_hash: hash, state, expired, digits, joining, user_id: owner, topic_id: topicId } = row;
    if (state === 'refused') return { status: 'refused' };
    if (expired) return { status: 'expired' };
    if (state === 'claimed') return { status: 'claimed', digits: digits ?? '' };
    // Also a second time: the answer may have been lost on its way, and it is the same device's.
    const session = await (joining === 'bring' ? parts.handTo(user, owner) : parts.sessionFor(owner));
    await repository.end(hash);
    return { status: 'done', topicId, session };
  };

  const stateOf = async (user: User, code: string): Promise<HandoffState> => {
    const row = await repository.find(hashOf(code));
    if (row?.user_id === user.id) return toOwner(row);
    if (row?.claimed_by === user.id) return toTaker(user, row);
    throw missing();
  };

  return {
    create: async ({ user, address }, topicId, origin) => {
      await parts.admitCode(user.id);
      if (!(await repository.owns(user.id, topicId))) throw new Failure('not_found', 'no such topic');
      const code = randomBytes(CODE_BYTES).toString('base64url');
      const end = await repository.create(hashOf(code), user.id, topicId);
      record({ action: 'handoff.created', userId: user.id, subject: topicId, address });
      return { code, url: `${publicUrl ?? origin}${PAGE}${code}`, expiresAt: new Date(end).toISOString() };
    },

    state: stateOf,

    claim: async ({ user, address }, code, { device, join }) => {
      await parts.admitAddress(address);
      await parts.admitClaim(user.id);
      const hash = hashOf(code);
      const row = await repository.find(hash);
      if (!row) throw missing();
      if (row.user_id === user.id) {
        const subject = row.topic_id;
        if (await repository.take(hash, user.id)) {
          record({ action: 'handoff.confirmed', userId: user.id, subject, address, detail: { own: true } });
        } else if (!isOwn(await repository.find(hash))) throw missing();
        return { status: 'done', topicId: subject };
      }
      // Whose reply was lost asks again.
      if (row.claimed_by === user.id) return toTaker(user, row);
      if (row.state !== 'waiting' || row.expired) throw missing();
      if (user.kind !== 'guest') throw new Failure('forbidden', 'this device is logged in to another account');
      // An address may come from anybody: what follows is nothing that opening one may do.
      if (join === undefined) return { status: 'asks', ...(await repository.belongingsOf(user.id)) };
      const { digits, choices } = digitsFor(randomInt);
      const claim = { claimedBy: user.id, device, joining: join, digits, choices };
      if (!(await repository.claim(hash, claim))) throw missing();
      return { status: 'claimed', digits };
    },

    confirm: async ({ user, address }, code, digits) => {
      const hash = hashOf(code);
      const row = await repository.find(hash);
      if (row?.user_id !== user.id) throw missing();
      const about = { userId: user.id, subject: row.topic_id, address };
      if (digits !== null && (await repository.confirm(hash, user.id, digits))) {
        record({ action: 'handoff.confirmed', ...about });
        return { status: 'done' };
      }
      await repository.refuse(hash, user.id);
      const state = await stateOf(user, code);
      if (state.status === 'refused') record({ action: 'handoff.refused', ...about });
      return state;
    },
  };
}

/** Whether a device of the owner's own took the code: one whose reply was lost asks again, while the code lasts. */
function isOwn(row: FoundHandoff | undefined): boolean {
  return row?.state === 'done' && row.claimed_by === row.user_id && !row.expired;
}

function hashOf(code: string): string {
  return createHash('sha256').update(code, 'utf8').digest('hex');
}

function missing(): Failure {
  return new Failure('not_found', 'no such code, or not any more');
}
