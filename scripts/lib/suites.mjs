import { builds, sizes, tools, vitest } from './steps.mjs';
import { sum } from './tally.mjs';

/**
 * @typedef {object} Suite
 * @property {string} title
 * @property {string[]} [needs] services without which it cannot run at all
 * @property {string[]} [uses] services without which it runs, and skips what wants them
 * @property {string[]} [built] targets that must be built first
 * @property {(env: Record<string, string>) => Promise<import('./tally.mjs').Tally>} run
 */

const E2E = 'test/e2e/';
const MINI_PROGRAM = 'test/mini-program/';
const CHAOS = 'test/chaos/';

const PROJECTS = ['bff', 'graphrag', 'extraction', 'scripts', 'deploy/local', 'ranking', 'shared'];
/** @param {string} project @returns {[string, string, string]} */
const tsc = (project) => ['typescript/bin/tsc', '-p', project];

/** All suites in the order in which they run: what is quick and points closest at a fault comes first. */
/** @type {Record<string, Suite>} */
export const suites = {
  lint: {
    title: 'laws and formatting',
    run: () =>
      tools([
        ['eslint/bin/eslint.js', '--max-warnings', '0', 'client'],
        ['eslint/bin/eslint.js', '--max-warnings', '0', '.', '--ignore-pattern', 'client/**'],
        ['prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
      ]),
  },
  types: {
    title: 'types',
    run: () =>
      tools([['vue-tsc/bin/vue-tsc.js', '--noEmit', '-p', 'client'], ...PROJECTS.map((project) => tsc(project))]),
  },
  tooling: { title: 'laws and scripts, tried', run: (env) => vitest('scripts', [], env) },
  shared: { title: 'the wire contract', run: (env) => vitest('shared', [], env) },
  local: { title: 'the demo model', run: (env) => vitest('deploy/local', [], env) },
  extraction: { title: 'what is read out of files', run: (env) => vitest('extraction', [], env) },
  graphrag: { title: 'the GraphRAG service', run: (env) => vitest('graphrag', [], env) },
  bff: {
    title: 'the server, on SQLite and MariaDB',
    uses: ['mariadb', 'redis'],
    run: (env) => vitest('bff', ['--exclude', `${CHAOS}**`], env),
  },
  client: {
    title: 'the client',
    run: (env) => vitest('client', ['--maxWorkers=2', '--exclude', `${E2E}**`, '--exclude', `${MINI_PROGRAM}**`], env),
  },
  chaos: {
    title: 'answers over broken links, of servers that die',
    uses: ['mariadb', 'redis'],
    built: ['bff'],
    run: (env) => vitest('bff', [CHAOS, '--no-file-parallelism'], env),
  },
  builds: { title: 'all targets, and what they weigh', run: async () => sum([await builds(), sizes()]) },
  'mini-program': {
    title: "the mini-program's build, executed",
    needs: ['chromium'],
    built: ['client:mp-weixin'],
    run: (env) => vitest('client', [MINI_PROGRAM, ...IN_A_BROWSER], env),
  },
  e2e: {
    title: 'the product, in a browser at the size of a phone',
    needs: ['chromium'],
    built: ['bff', 'local', 'graphrag', 'client:h5'],
    run: (env) => vitest('client', [E2E, ...IN_A_BROWSER], env),
  },
};

/** The suites of client/ otherwise run in an imitated page; these drive a real one, and mostly wait: two files at a time. */
const IN_A_BROWSER = ['--environment=node', '--maxWorkers=2', '--testTimeout=120000', '--hookTimeout=120000'];
