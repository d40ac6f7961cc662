import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import { columns } from './banner.mjs';
import { H5 } from './browser-sizes.mjs';
import { at } from './paths.mjs';

/**
 * @typedef {object} Sized
 * @property {string} path below the build's folder, with slashes
 * @property {number} bytes
 */

/**
 * @typedef {object} Sizes bytes of a mini-program, each file counted in one package
 * @property {number} main
 * @property {Array<{ root: string, bytes: number }>} subpackages
 * @property {number} total
 * @property {Sized[]} largest
 */

export const KB = 1024;
const MB = 1024 * KB;
const LARGEST = 10;

/**
 * What a build may weigh, in bytes. WeChat refuses a main package or a subpackage above 2 MB; the rest is ours: people
 * wait for the main package before they see anything.
 */
export const BUDGET = { main: 710 * KB, subpackage: 2 * MB, total: 2 * MB };

/** @param {{ subPackages?: Array<{ root: string }>, subpackages?: Array<{ root: string }> }} app content of app.json */
export const subpackageRoots = (app) =>
  (app.subPackages ?? app.subpackages ?? []).map(({ root }) => root.replace(/^\/+|\/+$/g, ''));

/**
 * Sums files up by package.
 *
 * @param {Sized[]} files
 * @param {string[]} roots folders of the subpackages
 * @returns {Sizes}
 */
export function sizesOf(files, roots) {
  const bytesOf = new Map(roots.map((root) => [root, 0]));
  let main = 0;
  for (const { path, bytes } of files) {
    const root = roots.find((folder) => path.startsWith(`${folder}/`));
    if (root === undefined) main += bytes;
    else bytesOf.set(root, (bytesOf.get(root) ?? 0) + bytes);
  }
  const subpackages = [...bytesOf].map(([root, bytes]) => ({ root, bytes }));
  return {
    main,
    subpackages,
    total: subpackages.reduce((sum, { bytes }) => sum + bytes, main),
    largest: [...files].sort((a, b) => b.bytes - a.bytes).slice(0, LARGEST),
  };
}

/**
 * The packages of a mini-program with what each may weigh.
 *
 * @param {Sizes} sizes
 * @param {typeof BUDGET} budget
 */
const packages = ({ main, subpackages, total }, budget) => [
  { name: 'main package · 主包', bytes: main, budget: budget.main },
  ...subpackages.map(({ root, bytes }) => ({ name: `subpackage · 分包 ${root}`, bytes, budget: budget.subpackage })),
  { name: 'total · 合计', bytes: total, budget: budget.total },
];

/**
 * What weighs too much, a line each; empty where everything is within the budget.
 *
 * @param {Sizes} sizes
 * @param {typeof BUDGET} [budget] bytes
 */
export const overBudget = (sizes, budget = BUDGET) =>
  packages(sizes, budget)
    .filter((row) => row.bytes > row.budget)
    .map(({ name, bytes, budget: most }) => `${name}: ${inKb(bytes)} > ${inKb(most)}`);

/** @param {number} bytes */
const inKb = (bytes) => `${(bytes / KB).toFixed(1)} KB`;

/**
 * The table of a mini-program's packages and largest files.
 *
 * @param {Sizes} sizes
 * @param {typeof BUDGET} [budget] bytes
 * @returns {string[]} lines
 */
export function sizeTable(sizes, budget = BUDGET) {
  const rows = packages(sizes, budget);
  const width = Math.max(...rows.map(({ name }) => columns(name)));
  return [
    ...rows.map(({ name, bytes, budget: most }) => {
      const gap = ' '.repeat(width - columns(name));
      return `  ${bytes > most ? '✗' : '✓'} ${name}${gap}  ${inKb(bytes).padStart(10)} of ${inKb(most).padStart(9)}`;
    }),
    '    largest files · 最大的文件',
    ...sizes.largest.map(({ path, bytes }) => `    ${inKb(bytes).padStart(10)}  ${path}`),
  ];
}

/**
 * All files of a build, which is what WeChat gets: here no folder is left out.
 *
 * @param {string} folder
 * @returns {Sized[]}
 */
export function filesOf(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .map((file) => ({ file, stat: statSync(file) }))
    .filter(({ stat }) => stat.isFile())
    .map(({ file, stat }) => ({ path: relative(folder, file).split(sep).join('/'), bytes: stat.size }));
}

export const MINI_PROGRAM = at('client', 'dist', 'build', 'mp-weixin');

/** @param {string} folder a built mini-program @returns {Sizes} */
export const measure = (folder) =>
  sizesOf(filesOf(folder), subpackageRoots(JSON.parse(readFileSync(join(folder, 'app.json'), 'utf8'))));

/**
 * What a browser loads of H5, compressed as a server does it.
 *
 * @param {string} [folder]
 * @returns {string[]} lines; none where it is not built
 */
export function browserTable(folder = H5) {
  if (!existsSync(folder)) return [];
  const kinds = ['js', 'css'].map((kind) => {
    const files = filesOf(folder).filter(({ path }) => path.endsWith(`.${kind}`));
    const packed = files.reduce((sum, { path }) => sum + gzipSync(readFileSync(join(folder, path))).length, 0);
    const plain = files.reduce((sum, { bytes }) => sum + bytes, 0);
    return `${kind.toUpperCase()} ${inKb(packed)} gzip (${inKb(plain)} plain, ${files.length} files)`;
  });
  return [`    H5: ${kinds.join(', ')}; all that it may ever load · 全部文件`];
}
