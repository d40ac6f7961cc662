import { posix } from 'node:path';

/**
 * Where a file or an imported module lies in the house.
 *
 * @typedef {object} Place
 * @property {string} workspace `shared`, `bff`, `client`, `local`, `scripts` …; `package` for anything from npm,
 *   `node` for Node's own modules
 * @property {string} [layer] of the client: `pages`, `features`, `transport`, `platform` …; `root` for its own files
 * @property {string} [feature] the feature's word, inside `features/`
 * @property {boolean} [inside] true for a path deeper than the feature's index
 * @property {boolean} test true for a file that only tests use
 * @property {string} path inside the repository, with forward slashes; the bare specifier for a package
 */

const ALIAS = '@/';

/** The folders of client/src/ that may be imported by their name alone. */
const LAYERS = ['transport', 'platform', 'markdown', 'ui', 'i18n'];

/**
 * @param {string} path inside the repository
 * @returns {Place}
 */
export function placeOf(path) {
  const parts = path.split('/');
  const [first = '', second = '', third = ''] = parts;
  const test = /(?:^|\/)test\/|\.(?:test|spec)\.[^/]+$/.test(path);
  if (first === 'deploy' && second === 'local') return { workspace: 'local', test, path };
  if (first !== 'client' || second !== 'src') return { workspace: first, test, path };
  if (third !== 'features') return { workspace: 'client', layer: layerOf(parts), test, path };
  const inside = parts.length > 4 && !/^index(?:\.ts)?$/.test(parts.slice(4).join('/'));
  return { workspace: 'client', layer: 'features', feature: parts[3], inside: inside || undefined, test, path };
}

/** @param {string[]} parts of a path below client/src/ */
function layerOf(parts) {
  const [, , third = ''] = parts;
  return parts.length > 3 || LAYERS.includes(third) ? third : 'root';
}

/**
 * Resolves a specifier by its text alone, so that it also works for a file that is not on disk.
 *
 * @param {string} from the importing file, inside the repository
 * @param {string} specifier as written
 * @returns {Place}
 */
export function placeOfImport(from, specifier) {
  if (specifier.startsWith('.')) return placeOf(posix.join(posix.dirname(from), specifier));
  if (specifier.startsWith(ALIAS) && from.startsWith('client/')) return placeOf(`client/src/${specifier.slice(2)}`);
  const ours = /^@huati\/([^/]+)/.exec(specifier);
  if (ours) return { workspace: ours[1] ?? '', test: false, path: specifier };
  if (isNode(specifier)) return { workspace: 'node', test: false, path: specifier };
  return { workspace: 'package', test: false, path: specifier };
}

const NODE_WITHOUT_PREFIX =
  /^(?:fs|path|os|crypto|http|https|net|url|util|stream|events|buffer|process|worker_threads|child_process)(?:\/|$)/;

/** @param {string} specifier */
function isNode(specifier) {
  return specifier.startsWith('node:') || NODE_WITHOUT_PREFIX.test(specifier);
}
