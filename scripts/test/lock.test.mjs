import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { at } from '../lib/paths.mjs';

/** @type {{ packages: Record<string, { version?: string, link?: boolean, optionalDependencies?: Record<string, string> }> }} */
const lock = JSON.parse(readFileSync(at('package-lock.json'), 'utf8'));

/**
 * Whether a package would find `name`: beside itself, or beside anything that it lies in.
 *
 * @param {string} path of the package in the lock file
 * @param {string} name
 */
function finds(path, name) {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (lock.packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`]) return true;
    if (folder === '' || !folder.includes('/node_modules/')) {
      return lock.packages[`node_modules/${name}`] !== undefined;
    }
  }
}

describe('the lock file', () => {
  // npm leaves out what a registry did not have for other systems on the day, and `npm ci` then refuses everywhere.
  it('names the packages of every system', () => {
    const missing = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter((name) => !finds(path, name)),
    );
    expect(missing).toEqual([]);
  });
  it('names a version for each package', () => {
    const without = Object.entries(lock.packages).filter(([path, { version, link }]) => path && !version && !link);
    expect(without).toEqual([]);
  });
});
