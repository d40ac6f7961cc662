import { relative, sep } from 'node:path';
import { visitImports } from './imports.mjs';
import { placeOf, placeOfImport } from './places.mjs';

/** @typedef {import('./places.mjs').Place} Place */

/** What each layer of the client may reach of the others. What is not listed is forbidden. */
const LEAVES = ['platform', 'markdown', 'ui', 'i18n', 'styles', 'static'];
/** @type {Record<string, string[]>} */
const CLIENT_LAYERS = {
  pages: ['features', ...LEAVES],
  features: ['features', 'transport', ...LEAVES],
  transport: ['transport', 'platform'],
  platform: LEAVES,
  markdown: LEAVES,
  ui: LEAVES,
  i18n: LEAVES,
  styles: LEAVES,
};

/** Packages that only some files may know: [package, who may, why]. */
/** @type {Array<[RegExp, RegExp, string]>} */
const KEPT_PACKAGES = [
  [
    /^(?:socket\.io-client|engine\.io-client)(?:\/|$)/,
    /^client\/(?!src\/)|^client\/src\/transport\//,
    'only client/src/transport/ knows the network',
  ],
  [/^kysely(?:\/|$)/, /^bff\/src\/db\/|\.repository\.ts$/, 'only bff/src/db/ and *.repository.ts know SQL'],
  [/^(?:mysql2|libsql)(?:\/|$)/, /^bff\/src\/db\//, 'only bff/src/db/ knows a database driver'],
  [/^(?:openai|axios)(?:\/|$)/, /^bff\/src\/upstreams\//, 'only bff/src/upstreams/ speaks to other services'],
];

const HANDLER = /^bff\/src\/.*\.(?:socket|routes)\.ts$/;

/**
 * The law that an import breaks, in words; undefined where it breaks none.
 *
 * @param {string} file the importing file, inside the repository, with forward slashes
 * @param {string} specifier as written
 * @returns {string | undefined}
 */
export function brokenLaw(file, specifier) {
  const from = placeOf(file);
  const to = placeOfImport(file, specifier);
  if (to.workspace === 'package') return from.test ? undefined : keptPackage(file, specifier);
  return betweenWorkspaces(from, to) ?? handlers(file, to) ?? insideClient(from, to);
}

/**
 * @param {string} file
 * @param {string} specifier
 */
function keptPackage(file, specifier) {
  const kept = KEPT_PACKAGES.find(([name]) => name.test(specifier));
  return kept && /^(?:bff|client|shared)\//.test(file) && !kept[1].test(file) ? kept[2] : undefined;
}

/**
 * @param {Place} from
 * @param {Place} to
 */
function betweenWorkspaces(from, to) {
  if (from.workspace === to.workspace) return undefined;
  if (from.workspace === 'shared' && !from.test) return 'shared imports nothing of ours and nothing of Node’s';
  if (to.workspace === 'node') {
    return from.workspace === 'client' && from.layer !== undefined && !from.test ? 'the client has no Node' : undefined;
  }
  if ((to.workspace === 'local' || to.workspace === 'graphrag') && from.test) return undefined;
  const closed = {
    client: ['bff', 'graphrag', 'extraction', 'ranking', 'local', 'deploy'],
    bff: ['client', 'graphrag', 'local', 'deploy'],
    graphrag: ['bff', 'client', 'local', 'deploy'],
    extraction: ['bff', 'graphrag', 'ranking', 'client', 'local', 'deploy'],
    ranking: ['bff', 'graphrag', 'extraction', 'client', 'local', 'deploy'],
    local: ['bff', 'client', 'graphrag', 'extraction'],
  };
  const forbidden = closed[/** @type {keyof typeof closed} */ (from.workspace)] ?? [];
  return forbidden.includes(to.workspace) ? `${from.workspace} never imports ${to.workspace}` : undefined;
}

/**
 * @param {string} file
 * @param {Place} to
 */
function handlers(file, to) {
  if (!HANDLER.test(file) || !/^bff\/src\/(?:db|upstreams)(?:\/|$)/.test(to.path)) return undefined;
  return 'a handler parses, makes one call and answers: it never sees SQL or an upstream';
}

/**
 * @param {Place} from
 * @param {Place} to
 */
function insideClient(from, to) {
  if (from.layer === undefined || from.test) return undefined;
  if (to.workspace === 'shared')
    return from.layer === 'ui' ? 'ui/ is free of the domain: it knows no contract' : undefined;
  if (to.layer === undefined) return undefined;
  // Components come from their own files: in a mini-program uni finds none behind an index.ts.
  const shown = to.path.endsWith('.vue');
  if (to.inside === true && to.feature !== from.feature && !shown) {
    return `a feature is imported only through its index.ts: @/features/${to.feature}`;
  }
  const allowed = CLIENT_LAYERS[from.layer];
  if (!allowed || to.layer === from.layer || to.path.startsWith('client/src/config')) return undefined;
  return allowed.includes(to.layer) ? undefined : `${from.layer}/ never imports ${to.layer}/`;
}

/** @type {import('eslint').Rule.RuleModule} */
export const boundaries = {
  meta: { type: 'problem', schema: [], messages: { broken: '"{{specifier}}": {{law}}.' } },
  create(context) {
    const file = relative(context.cwd, context.filename).split(sep).join('/');
    return visitImports((node, specifier) => {
      const law = brokenLaw(file, specifier);
      if (law !== undefined) context.report({ node, messageId: 'broken', data: { specifier, law } });
    });
  },
};
