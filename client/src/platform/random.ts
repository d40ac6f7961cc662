import { uuidFrom } from './uuid';

/** A random UUID, version 4. Not `crypto.randomUUID`: on plain http in a local network it does not exist. */
export function uuid(): Promise<string> {
  return Promise.resolve(uuidFrom(crypto.getRandomValues(new Uint8Array(16))));
}
