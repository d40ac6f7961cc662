import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { at } from './paths.mjs';

/**
 * @typedef {object} PageSize
 * @property {string} name
 * @property {number} bytes JavaScript, compressed as a server does it
 * @property {number} budget bytes
 */

const KB = 1024;
export const H5 = at('client', 'dist', 'build', 'h5');

/** What people load before they can write, and once they have asked; bytes. */
export const PAGE_BUDGET = { first: 130 * KB, conversation: 175 * KB };

/** What is drawn as soon as there is a message: chunks by the names of their components. */
const OF_MESSAGES = ['MessageList', 'AnswerAnnouncer', 'AnswerSheets', 'SelectionActions'];
/** What a page starts with: its scripts, and what is fetched beside them. */
const STARTED = /(?:src|href)="\/([^"]+\.js)"/g;
/** Of a built chunk: what has to be there before it runs, not what it loads later. */
const NEEDED = /(?:^|[;}\s])(?:import|export)(?:[\w$*{},\s]*?from)?\s*["'](\.{1,2}\/[^"']+\.js)["']/g;

/**
 * What the pages of H5 load, measured in what was built.
 *
 * @param {string} [folder]
 * @param {typeof PAGE_BUDGET} [budget]
 * @returns {PageSize[]} none where it is not built
 */
export function pageSizes(folder = H5, budget = PAGE_BUDGET) {
  const page = join(folder, 'index.html');
  if (!existsSync(page)) return [];
  const first = [...readFileSync(page, 'utf8').matchAll(STARTED)].map(([, path]) => path ?? '');
  const messages = OF_MESSAGES.flatMap((name) => chunksOf(folder, name));
  return [
    { name: 'first page · 首页', bytes: bytesOf(folder, first), budget: budget.first },
    { name: 'conversation · 对话', bytes: bytesOf(folder, [...first, ...messages]), budget: budget.conversation },
  ];
}

/** @param {string} folder @param {string} name */
function chunksOf(folder, name) {
  const assets = join(folder, 'assets');
  if (!existsSync(assets)) return [];
  return readdirSync(assets)
    .filter((file) => file.startsWith(`${name}-`) && file.endsWith('.js'))
    .map((file) => `assets/${file}`);
}

/**
 * Of these files, and of all that they need, each once.
 *
 * @param {string} folder
 * @param {string[]} start
 */
function bytesOf(folder, start) {
  const seen = new Set(start);
  let bytes = 0;
  // What is added while it runs is visited as well.
  for (const path of seen) {
    const text = readFileSync(join(folder, path), 'utf8');
    bytes += gzipSync(text).length;
    for (const [, needed = ''] of text.matchAll(NEEDED)) seen.add(join(dirname(path), needed).replaceAll('\\', '/'));
  }
  return bytes;
}

/**
 * What is wrong with the pages, a line each: a build whose messages cannot be told from the rest is measured wrongly.
 *
 * @param {string} [folder]
 * @param {typeof PAGE_BUDGET} [budget]
 */
export function overPageBudget(folder = H5, budget = PAGE_BUDGET) {
  const sizes = pageSizes(folder, budget);
  const over = sizes
    .filter(({ bytes, budget: most }) => bytes > most)
    .map(({ name, bytes, budget: most }) => `H5, ${name}: ${inKb(bytes)} > ${inKb(most)}`);
  const missing = sizes.length === 0 ? [] : OF_MESSAGES.filter((name) => chunksOf(folder, name).length === 0);
  return [...over, ...missing.map((name) => `H5: there is no ${name} in ${basename(folder)}/assets`)];
}

/** @param {number} bytes */
const inKb = (bytes) => `${(bytes / KB).toFixed(1)} KB`;

/**
 * @param {string} [folder]
 * @returns {string[]} lines; none where it is not built
 */
export const pageTable = (folder = H5) =>
  pageSizes(folder).map(
    ({ name, bytes, budget }) => `  ${bytes > budget ? '✗' : '✓'} H5, ${name}: ${inKb(bytes)} gzip of ${inKb(budget)}`,
  );
