import { readFileSync, writeFileSync } from 'node:fs';
import { at, root, WORKSPACES } from './paths.mjs';
import { hashOf } from './hash.mjs';
import { npm } from './run.mjs';
import { step, Told } from './say.mjs';

const STAMP = at('node_modules', '.huati-install');
const INPUTS = ['package.json', 'package-lock.json', ...WORKSPACES.map((workspace) => `${workspace}/package.json`)];
const NO_NETWORK = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT/;

/** @param {string} path */
function textOf(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * True where what is installed is what the lock file wants, whoever installed it: npm records the tree it made.
 *
 * @param {string | undefined} lock text of package-lock.json
 * @param {string | undefined} installed text of node_modules/.package-lock.json
 */
export function isInstalled(lock, installed) {
  if (lock === undefined || installed === undefined) return false;
  const there = JSON.parse(installed).packages ?? {};
  return Object.entries(JSON.parse(lock).packages ?? {}).every(([path, wanted]) => {
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) return true;
    // Optional ones are those of other systems, which npm leaves out.
    return there[path] ? there[path].version === wanted.version : wanted.optional === true;
  });
}

/**
 * Installs the dependencies where they are missing or not those of the lock file. Quiet but for a line.
 * Throws Told, with the cure, where that fails.
 */
export async function ensureInstalled() {
  const wanted = hashOf(root, INPUTS, `${process.platform} ${process.arch}`);
  if (textOf(STAMP) === wanted) return;
  if (!isInstalled(textOf(at('package-lock.json')), textOf(at('node_modules', '.package-lock.json')))) await install();
  writeFileSync(STAMP, wanted);
}

async function install() {
  await step('Installing dependencies (once) · 安装依赖（仅首次）', async () => {
    // No dependency needs its install script, and none should run unasked.
    const args = ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];
    const { code, output } = await npm([...args, '--loglevel=error'], { capture: true });
    if (code !== 0) throw new Told(failure(output));
  });
}

/** @param {string} output */
function failure(output) {
  const cure = NO_NETWORK.test(output)
    ? `The npm registry cannot be reached. Behind a slow or closed network, set a mirror and try again:
  无法连接 npm 仓库。可换用镜像后重试：

    npm config set registry https://registry.npmmirror.com`
    : 'The dependencies could not be installed. 依赖安装失败。';
  return `${output.trim()}\n\n  ${cure}`;
}
