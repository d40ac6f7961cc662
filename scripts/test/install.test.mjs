import { describe, expect, it } from 'vitest';
import { isInstalled } from '../lib/install.mjs';

/** @param {Record<string, object>} packages */
const lock = (packages) => JSON.stringify({ packages });

const WANTED = lock({
  '': {},
  shared: { version: '0.1.0' },
  'node_modules/a': { version: '1.0.0' },
  'node_modules/a-win32': { version: '1.0.0', optional: true },
});

describe('whether the dependencies are installed', () => {
  it('is so where all that is wanted is there; optional ones of other systems may be missing', () => {
    expect(isInstalled(WANTED, lock({ 'node_modules/a': { version: '1.0.0' } }))).toBe(true);
  });
  it('is not so with another version', () => {
    expect(isInstalled(WANTED, lock({ 'node_modules/a': { version: '1.0.1' } }))).toBe(false);
  });
  it('is not so with another version of an optional one', () => {
    const there = { 'node_modules/a': { version: '1.0.0' }, 'node_modules/a-win32': { version: '2.0.0' } };
    expect(isInstalled(WANTED, lock(there))).toBe(false);
  });
  it('is not so where one is missing, or all are', () => {
    expect(isInstalled(WANTED, lock({}))).toBe(false);
    expect(isInstalled(WANTED, undefined)).toBe(false);
  });
});
