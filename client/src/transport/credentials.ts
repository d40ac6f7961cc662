import { WireFailure } from './failure';

/** Where transport gets its bearer token from. Whoever owns the session puts itself in with `setCredentials`. */
export interface Credentials {
  /** The token at hand, or a new one. Rejects with a `WireFailure` where none can be had now. */
  ensure(): Promise<string>;
  /** A token other than `refused`, which the server did not accept. Rejects like `ensure`. */
  renew(refused: string): Promise<string>;
  /** The token at hand, null where there is none: nobody is made a user by being asked. */
  kept?(): string | null;
}

let credentials: Credentials | null = null;

/** Whoever has no session, and needs none. */
export const NOBODY: Credentials = {
  ensure: () => Promise.resolve(''),
  renew: () => Promise.reject(new WireFailure('unauthorized', 'there is no session to be renewed')),
};

export function setCredentials(owner: Credentials): void {
  credentials = owner;
}

/** The token at hand; null where there is none, also where nobody put a session in: a single page of WeChat's has none. */
export function keptToken(): string | null {
  return credentials?.kept?.() ?? null;
}

export function currentCredentials(): Credentials {
  if (!credentials) throw new Error('setCredentials must be called before anything is requested');
  return credentials;
}
