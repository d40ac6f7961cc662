/** Where transport gets its bearer token from. Whoever owns the session puts itself in with `setCredentials`. */
export interface Credentials {
  /** The token at hand, or a new one. Rejects with a `WireFailure` where none can be had now. */
  ensure(): Promise<string>;
  /** A token other than `refused`, which the server did not accept. Rejects like `ensure`. */
  renew(refused: string): Promise<string>;
}

let credentials: Credentials | null = null;

export function setCredentials(owner: Credentials): void {
  credentials = owner;
}

export function currentCredentials(): Credentials {
  if (!credentials) throw new Error('setCredentials must be called before anything is requested');
  return credentials;
}
