import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const NEVER = new Set(['node_modules', 'dist', 'unpackage', 'coverage', 'data', '.cache', '.git']);

/**
 * All files below a path, or the path itself where it is a file; nothing where it is absent.
 *
 * @param {string} path
 * @returns {string[]}
 */
export function filesBelow(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => !NEVER.has(name))
    .flatMap((name) => filesBelow(join(path, name)));
}

/**
 * One hash of the names and contents of files: times and their order on disk do not count, so a fresh clone and a
 * copied folder are recognised.
 *
 * @param {string} base folder that the names are taken from
 * @param {string[]} paths files and folders below it
 * @param {string} [salt] anything else that decides the result
 * @returns {string} hexadecimal
 */
export function hashOf(base, paths, salt = '') {
  const hash = createHash('sha256').update(salt);
  const named = paths
    .flatMap((path) => filesBelow(join(base, path)))
    .map((file) => /** @type {const} */ ([relative(base, file).split(sep).join('/'), file]))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, file] of named) {
    const content = readFileSync(file);
    hash.update(`\0${name}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}
