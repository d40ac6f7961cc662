import { fileURLToPath } from 'node:url';

/** The built H5, as the BFF serves it. */
export const CLIENT_DIR = fileURLToPath(new URL('../../dist/build/h5', import.meta.url));

/** Debian's Chromium, or the one that `TEST_CHROMIUM` names. */
export function chromiumPath(): string {
  return process.env.TEST_CHROMIUM ?? '/usr/bin/chromium';
}

/** What the product's process inherits. */
export function environment(): Record<string, string | undefined> {
  return process.env;
}
