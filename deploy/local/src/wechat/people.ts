import { createHash, randomBytes } from 'node:crypto';
import { OddAnswer, WeChatFault } from './faults';

/** Beginnings of codes that go wrong, each in its own way. */
const PLANNED: readonly [string, () => Error][] = [
  ['expired-', () => new WeChatFault(40029)],
  ['used-', () => new WeChatFault(40163)],
  ['limited-', () => new WeChatFault(45011)],
  ['risky-user-', () => new WeChatFault(40226)],
  ['silent-', () => new OddAnswer('silence')],
  ['fault-', () => new OddAnswer('fault')],
  ['page-', () => new OddAnswer('page')],
];

const BUSY_ONCE = 'busy-once-';
const BUSY = 'busy-';

/** What `jscode2session` answers of a person. */
export interface SessionOfWeChat {
  openid: string;
  session_key: string;
  unionid?: string;
}

/**
 * Who logs in by which code. A code is `NAME` or `NAME.ANYTHING`: the same name is always the same person, and a code is
 * good for one use. `busy-once-…` is told once to try again, `busy-…` always; `union-…` belongs to an open platform.
 */
export class People {
  readonly #used = new Set<string>();
  readonly #openids = new Set<string>();
  readonly #sessionKeys = new Set<string>();

  /** Errors: WeChatFault or OddAnswer, as the code plans it. */
  logIn(code: string): SessionOfWeChat {
    const planned = PLANNED.find(([beginning]) => code.startsWith(beginning));
    if (planned) throw planned[1]();
    if (this.#isBusy(code)) throw new WeChatFault(-1);
    if (this.#used.has(code)) throw new WeChatFault(40163, `, hints: [ code: ${code} ]`);
    this.#used.add(code);
    const name = code.replace(BUSY_ONCE, '').split('.', 1)[0] ?? '';
    const openid = openidOf(name);
    const sessionKey = randomBytes(16).toString('base64');
    this.#openids.add(openid);
    this.#sessionKeys.add(sessionKey);
    return {
      session_key: sessionKey,
      openid,
      ...(name.startsWith('union-') && { unionid: openidOf(`union of ${name}`) }),
    };
  }

  /** Whether the openid is one of a person who logged in. */
  knows(openid: unknown): boolean {
    return typeof openid === 'string' && this.#openids.has(openid);
  }

  /** All that was told of people and is nobody else's business: openids and session keys. */
  get secrets(): string[] {
    return [...this.#openids, ...this.#sessionKeys];
  }

  #isBusy(code: string): boolean {
    if (!code.startsWith(BUSY_ONCE)) return code.startsWith(BUSY);
    const first = !this.#used.has(`${code} was busy`);
    this.#used.add(`${code} was busy`);
    return first;
  }
}

/** 28 characters that begin with an o, like WeChat's. */
export function openidOf(name: string): string {
  return `o${createHash('sha256').update(name).digest('base64url').slice(0, 27)}`;
}
