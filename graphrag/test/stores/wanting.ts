/** Whether tests are left out for want of what they need, which is said loudly: `cure` is what to do about it. */
export function wanting(what: string, found: unknown, cure: string): boolean {
  if (found !== undefined) return false;
  process.stderr.write(`\nSKIPPED for want of ${what}: ${cure}\n`);
  return true;
}
