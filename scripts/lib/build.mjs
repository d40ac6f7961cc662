import { copyFileSync, cpSync, existsSync, readFileSync, rmSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { hashOf } from './hash.mjs';
import { at, root } from './paths.mjs';
import { bundle } from './bundle.mjs';
import { bin } from './run.mjs';
import { step, Told } from './say.mjs';

/**
 * @typedef {object} Target
 * @property {string} title
 * @property {string[]} inputs files and folders below the root that decide the output
 * @property {string} proof the file below the root that a finished build has
 * @property {string} record where the hash of the inputs is kept, outside of what is served or uploaded
 * @property {(capture: boolean) => Promise<void>} make
 */

const COMMON = ['package-lock.json', 'tsconfig.base.json', 'scripts/lib/build.mjs', 'scripts/lib/bundle.mjs'];
const SHARED = ['shared/src', 'shared/package.json'];
const EXTRACTION = ['extraction/src', 'extraction/package.json'];
const RANKING = ['ranking/src', 'ranking/package.json'];
const CLIENT = [
  'src',
  'build',
  'index.html',
  'package.json',
  'tsconfig.json',
  'public',
  'vite.config.ts',
  'vite.web.config.ts',
  'vite.reader.config.ts',
].map((f) => `client/${f}`);

/**
 * @param {string} platform uni's name of the target
 * @param {string} proof
 * @returns {Target}
 */
function client(platform, proof) {
  const out = `client/dist/build/${platform}`;
  return {
    title: `client for ${platform}`,
    inputs: [...COMMON, ...SHARED, ...CLIENT],
    proof: `${out}/${proof}`,
    record: `client/dist/.inputs-${platform}`,
    async make(capture) {
      rmSync(at(out), { recursive: true, force: true });
      // uni posts usage data to its vendor unless CI is set.
      const env = { CI: '1', NODE_ENV: 'production' };
      const args = ['build', '-p', platform];
      const options = { cwd: at('client'), env, capture };
      const { code, output } = await bin('@dcloudio/vite-plugin-uni/bin/uni.js', args, options);
      if (code !== 0) throw new Told(output || `uni build ended with code ${code}.`);
    },
  };
}

const DIAGRAMS = 'client/dist/build/diagrams';

/** The programs for browsers: the first empties the folder. @param {boolean} capture */
async function makeWeb(capture) {
  await build('client:diagrams', { capture });
  await vite('vite.web.config.ts', capture);
  await vite('vite.reader.config.ts', capture);
  cpSync(at(DIAGRAMS), at('client/dist/build/h5/diagrams'), { recursive: true });
}

/**
 * @param {string} config the name of its file
 * @param {boolean} capture
 */
async function vite(config, capture) {
  const options = { cwd: at('client'), env: { NODE_ENV: 'production' }, capture };
  const { code, output } = await bin('vite/bin/vite.js', ['build', '--config', config], options);
  if (code !== 0) throw new Told(output || `vite build ended with code ${code}.`);
}

/** @type {Record<string, Target>} */
export const targets = {
  bff: {
    title: 'server',
    inputs: [...COMMON, ...SHARED, ...RANKING, ...EXTRACTION, 'bff/src', 'bff/package.json'],
    proof: 'bff/dist/main.js',
    record: 'bff/dist/.inputs',
    async make() {
      const tokens = 'bff/src/upstreams/model/tokens';
      await bundle(`${tokens}/vocabulary-worker.ts`, 'bff/dist/vocabulary-worker.js');
      await bundle('bff/src/features/evidence/ranking/ranking-worker.ts', 'bff/dist/ranking-worker.js');
      await bundle('bff/src/features/formulas/formulas-worker.ts', 'bff/dist/formulas-worker.js');
      await bundle('bff/src/features/sharing-page/card-worker.ts', 'bff/dist/card-worker.js');
      copyFileSync(at(tokens, 'qwen.txt.br'), at('bff/dist/qwen.txt.br'));
      await bundle('extraction/src/worker.ts', 'bff/dist/extraction-worker.js');
      await bundle('bff/src/main.ts', 'bff/dist/main.js');
    },
  },
  graphrag: {
    title: 'GraphRAG service',
    inputs: [...COMMON, ...SHARED, ...RANKING, ...EXTRACTION, 'graphrag/src', 'graphrag/package.json'],
    proof: 'graphrag/dist/main.js',
    record: 'graphrag/dist/.inputs',
    async make() {
      await bundle('extraction/src/worker.ts', 'graphrag/dist/extraction-worker.js');
      await bundle('graphrag/src/cli.ts', 'graphrag/dist/cli.js');
      await bundle('graphrag/src/main.ts', 'graphrag/dist/main.js');
      cpSync(at('graphrag/src/stores/cypher'), at('graphrag/dist/cypher'), { recursive: true });
    },
  },
  local: {
    title: 'demo model',
    inputs: [...COMMON, ...SHARED, 'deploy/local/src', 'deploy/local/package.json'],
    proof: 'deploy/local/dist/model.js',
    record: 'deploy/local/dist/.inputs',
    async make() {
      await bundle('deploy/local/src/wechat/main.ts', 'deploy/local/dist/wechat.js');
      await bundle('deploy/local/src/model/main.ts', 'deploy/local/dist/model.js');
    },
  },
  // Its libraries take longer to build than all of ours, and change seldom.
  'client:diagrams': {
    title: 'page that draws diagrams',
    inputs: [
      ...COMMON,
      'client/src/diagrams',
      'client/src/platform/diagram-messages.ts',
      'client/vite.diagrams.config.ts',
    ],
    proof: `${DIAGRAMS}/index.html`,
    record: 'client/dist/.inputs-diagrams',
    make: (capture) => vite('vite.diagrams.config.ts', capture),
  },
  'client:h5': { ...client('h5', 'diagrams/index.html'), make: makeWeb },
  'client:mp-weixin': client('mp-weixin', 'app.json'),
  'client:app': client('app', 'app-service.js'),
};

/**
 * True where the target was built from other inputs than those on disk, or not at all.
 *
 * @param {Target} target
 * @param {string} [base] folder of the repository
 */
export function isStale(target, base = root) {
  const record = `${base}/${target.record}`;
  if (!existsSync(record) || !existsSync(`${base}/${target.proof}`)) return true;
  return readFileSync(record, 'utf8') !== inputsOf(target, base);
}

/**
 * @param {Target} target
 * @param {string} [base]
 */
const inputsOf = (target, base = root) => hashOf(base, target.inputs, builtIn(process.env));

/**
 * The settings that go into a build, as text: another address or another operator's name is another client.
 *
 * @param {NodeJS.ProcessEnv} env
 */
export const builtIn = (env) =>
  Object.keys(env)
    .filter((name) => name.startsWith('VITE_'))
    .sort()
    .map((name) => `${name}=${env[name]}\n`)
    .join('');

/**
 * Builds one target where its inputs changed since it was built.
 *
 * @param {string} name a key of `targets`
 * @param {{ capture?: boolean }} [options] with `capture` a tool's output is only shown where it fails
 * @returns {Promise<'built' | 'fresh'>}
 * Throws Told where the build fails or leaves no output.
 */
export async function build(name, { capture = true } = {}) {
  const target = targets[name];
  if (!target) throw new Told(`There is no target "${name}". Known: ${Object.keys(targets).join(', ')}`);
  // Taken before the build: what changes while it runs makes the next start build again.
  const inputs = inputsOf(target);
  if (!isStale(target)) return 'fresh';
  rmSync(at(target.record), { force: true });
  await step(`Building the ${target.title} · 构建`, async () => {
    await target.make(capture);
    if (!existsSync(at(target.proof))) throw new Told(`The build of ${name} left no ${target.proof}.`);
  });
  mkdirSync(dirname(at(target.record)), { recursive: true });
  writeFileSync(at(target.record), inputs);
  return 'built';
}
