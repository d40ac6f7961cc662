/** Debian's Chromium, or the one that `TEST_CHROMIUM` names. */
export function chromiumPath(): string {
  return process.env.TEST_CHROMIUM ?? '/usr/bin/chromium';
}

/** What the product's process inherits. */
export function environment(): Record<string, string | undefined> {
  return process.env;
}
