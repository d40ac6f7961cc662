import { User, type Session } from '@huati/shared';
import { defineStore } from 'pinia';
import * as v from 'valibot';
import { ref } from 'vue';
import { hostCode } from '@/platform/host-account';
import { uuid } from '@/platform/random';
import { scans } from '@/platform/scan';
import { deviceShelf } from '@/platform/shelf';
import { readStored, removeStored, writeStored } from '@/platform/storage';
import { api, toFailure, WireFailure } from '@/transport';
import { SESSION_KEY } from './kept';

const DEVICE_KEY = 'account.deviceId';
/** A code of WeChat's that was used or is too old is asked for anew so often. */
const HOST_TRIES = 2;
/** `joined`: it is an account's that this device joined, while what it had as a guest is there still. */
const Kept = v.object({ token: v.string(), user: User, joined: v.optional(v.boolean(), false) });

/** Who the user is. A guest is known by a secret that this device made once and keeps; in WeChat by their account there. */
export const useSession = defineStore('session', () => {
  const kept = v.safeParse(Kept, readStored(SESSION_KEY));
  const user = ref<User | null>(kept.success ? kept.output.user : null);
  const joined = ref(kept.success && kept.output.joined);
  let token: string | null = kept.success ? kept.output.token : null;
  let making: Promise<string> | null = null;
  // Outlives a storage that refuses to keep it, so that at least this run stays one user.
  let deviceId: string | null = null;
  let hostMayHelp = true;

  async function device(): Promise<string> {
    if (deviceId !== null) return deviceId;
    const stored = v.safeParse(v.pipe(v.string(), v.minLength(16)), readStored(DEVICE_KEY));
    deviceId = stored.success ? stored.output : await uuid();
    if (!stored.success) writeStored(DEVICE_KEY, deviceId);
    return deviceId;
  }

  async function make(): Promise<string> {
    const account = await ofHost();
    // WeChat gives no proof just now: whoever has an account is not made a stranger for that, but tried again.
    if (!account && hostMayHelp && user.value?.kind === 'wechat' && scans) {
      throw new WireFailure('upstream_unavailable', 'WeChat gave no log-in');
    }
    const session = account ?? (await api.createSession({ kind: 'guest', deviceId: await device() }));
    adopt(session);
    return session.token;
  }

  /** This device is `session`'s user from now on; `moved`: with all that its last one had, as a guest's goes to an account. */
  function adopt(
    session: Session & { joined?: boolean },
    moved = user.value?.kind === 'guest' && session.user.kind !== 'guest',
  ): void {
    // Somebody else on this device: what the last one read is not theirs.
    const other = user.value !== null && user.value.id !== session.user.id;
    if (other && !moved) deviceShelf().clear();
    token = session.token;
    user.value = session.user;
    joined.value = session.joined === true;
    // What stands there is somebody else's now, and would be taken for this device's at the next look.
    if (!writeStored(SESSION_KEY, session)) removeStored(SESSION_KEY);
  }

  /**
   * The account of whoever is logged in to WeChat, with what they had as a guest here. Out: null where there is none to
   * be had now, which leaves them a guest. Rejects with a `WireFailure` where the server cannot be reached.
   */
  async function ofHost(): Promise<Session | null> {
    for (let tries = 0; hostMayHelp && tries < HOST_TRIES; tries += 1) {
      const code = await hostCode();
      if (code === null) return null;
      try {
        return await api.createSession({ kind: 'wechat', code }, user.value?.kind === 'guest' ? token : null);
      } catch (thrown) {
        const failure = toFailure(thrown);
        if (failure.code === 'offline' || failure.code === 'timeout') throw failure;
        hostMayHelp = failure.code !== 'not_configured';
        // A code is good once: another one may pass.
        if (failure.code !== 'unauthorized') return null;
      }
    }
    return null;
  }

  /** Takes the session that another tab of this device has kept meanwhile. Out: whether the user is another now. */
  function reread(): boolean {
    const stored = v.safeParse(Kept, readStored(SESSION_KEY));
    if (!stored.success || stored.output.user.id === user.value?.id) return false;
    adopt(stored.output);
    return true;
  }

  /** Makes a guest the account of whoever is logged in to WeChat. Out: whether the user is another now. Never rejects. */
  async function upgrade(): Promise<boolean> {
    if (user.value?.kind !== 'guest') return false;
    // Where the server cannot be reached now, the next start tries again.
    const session = await ofHost().catch(() => null);
    if (session) adopt(session);
    return session !== null;
  }

  /** This device is the account's from now on, `moved` with all that it had as a guest; else that can be gone back to. */
  function join(session: Session, moved: boolean): void {
    adopt({ ...session, joined: !moved }, moved);
  }

  /** Goes back to what this device had as a guest. Rejects with a `WireFailure`. */
  async function leave(): Promise<void> {
    adopt(await api.createSession({ kind: 'guest', deviceId: await device() }), false);
  }

  /** A new session, one at a time however many ask for it. Rejects with a `WireFailure`. */
  function create(): Promise<string> {
    making ??= make().finally(() => {
      making = null;
    });
    return making;
  }

  /** The token at hand or a new one. Rejects with a `WireFailure`. */
  function ensure(): Promise<string> {
    return token === null ? create() : Promise.resolve(token);
  }

  /** A token in place of `refused`; the one that somebody else renewed meanwhile will do. */
  function renew(refused: string): Promise<string> {
    return token !== null && token !== refused ? Promise.resolve(token) : create();
  }

  return { user, joined, ensure, renew, adopt, join, leave, reread, upgrade };
});
