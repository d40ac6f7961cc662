import { User } from '@huati/shared';
import { defineStore } from 'pinia';
import * as v from 'valibot';
import { ref } from 'vue';
import { uuid } from '@/platform/random';
import { deviceShelf } from '@/platform/shelf';
import { readStored, writeStored } from '@/platform/storage';
import { api } from '@/transport';

const DEVICE_KEY = 'account.deviceId';
const SESSION_KEY = 'account.session';
const Kept = v.object({ token: v.string(), user: User });

/** Who the user is. A guest is known by a secret that this device made once and keeps. */
export const useSession = defineStore('session', () => {
  const kept = v.safeParse(Kept, readStored(SESSION_KEY));
  const user = ref<User | null>(kept.success ? kept.output.user : null);
  let token: string | null = kept.success ? kept.output.token : null;
  let making: Promise<string> | null = null;
  // Outlives a storage that refuses to keep it, so that at least this run stays one user.
  let deviceId: string | null = null;

  async function device(): Promise<string> {
    if (deviceId !== null) return deviceId;
    const stored = v.safeParse(v.pipe(v.string(), v.minLength(16)), readStored(DEVICE_KEY));
    deviceId = stored.success ? stored.output : await uuid();
    if (!stored.success) writeStored(DEVICE_KEY, deviceId);
    return deviceId;
  }

  async function make(): Promise<string> {
    const session = await api.createSession({ kind: 'guest', deviceId: await device() });
    // Somebody else on this device: what the last one read is not theirs.
    if (user.value && user.value.id !== session.user.id) deviceShelf().clear();
    token = session.token;
    user.value = session.user;
    writeStored(SESSION_KEY, session);
    return session.token;
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

  return { user, ensure, renew };
});
