import './lib/node-version.mjs';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build, isStale, targets } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { faultsOf, uploaderArgs, UPLOADER, writeAppid } from './lib/mini-program.mjs';
import { at } from './lib/paths.mjs';
import { npm } from './lib/run.mjs';
import { command, say, Told } from './lib/say.mjs';
import { loadDotEnv } from './lib/settings.mjs';
import { measure, MINI_PROGRAM, overBudget, sizeTable } from './lib/sizes.mjs';

/** @typedef {import('./lib/mini-program.mjs').Upload} Upload */

const TARGET = 'client:mp-weixin';
const USAGE = `  npm run mini-program:upload  -- --key PATH [--appid wx…] [--version 1.2.0] [--description TEXT] [--robot 1]
  npm run mini-program:preview -- --key PATH [--appid wx…] [--qrcode PICTURE.jpg]

  --dry-run   checks everything and tells what would be done · 只检查，不上传

  Also from the environment or .env · 也可写在环境变量或 .env 里：
  VITE_API_ORIGIN  WECHAT_APPID  WECHAT_UPLOAD_KEY  WECHAT_UPLOAD_VERSION  WECHAT_UPLOAD_DESCRIPTION  WECHAT_UPLOAD_ROBOT`;

const TEXT = /** @type {const} */ ({ type: 'string' });
const OPTIONS = {
  appid: TEXT,
  key: TEXT,
  version: TEXT,
  description: TEXT,
  robot: TEXT,
  qrcode: TEXT,
  'dry-run': /** @type {const} */ ({ type: 'boolean' }),
};

/** @returns {{ given: Partial<Record<string, string>>, action: string | undefined, dryRun: boolean }} */
function asked() {
  try {
    const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true });
    const { 'dry-run': dryRun = false, ...given } = values;
    return { given, action: positionals[0], dryRun };
  } catch (error) {
    throw new Told(`  ${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}

/** Arguments win over the environment. @returns {{ upload: Upload, dryRun: boolean }} */
function read() {
  const { given, action, dryRun } = asked();
  if (action !== 'upload' && action !== 'preview') throw new Told(USAGE);
  const { env } = process;
  /** @param {string} name @param {string} variable */
  const setting = (name, variable) => (given[name] ?? env[variable] ?? '').trim();
  const key = setting('key', 'WECHAT_UPLOAD_KEY');
  const version =
    setting('version', 'WECHAT_UPLOAD_VERSION') || JSON.parse(readFileSync(at('package.json'), 'utf8')).version;
  /** @type {Upload} */
  const upload = {
    action,
    appid: setting('appid', 'WECHAT_APPID'),
    key: key === '' ? '' : resolve(key),
    version,
    description: setting('description', 'WECHAT_UPLOAD_DESCRIPTION') || `Huati 话题 ${version}`,
    robot: setting('robot', 'WECHAT_UPLOAD_ROBOT') || '1',
    origin: (env.VITE_API_ORIGIN ?? '').trim(),
    ...(given.qrcode ? { qrcode: resolve(given.qrcode) } : {}),
  };
  const faults = faultsOf(upload);
  if (faults.length > 0) throw new Told(`${faults.map((text) => `✗ ${text}`).join('\n')}\n\n${USAGE}`);
  return { upload, dryRun };
}

/** What is built must be within the budget before WeChat sees it. */
function checkSizes() {
  const sizes = measure(MINI_PROGRAM);
  for (const line of sizeTable(sizes)) say(line);
  const over = overBudget(sizes);
  if (over.length > 0) throw new Told(`  Over the size budget · 超出体积上限\n  ${over.join('\n  ')}`);
}

/** @param {Upload} upload @param {string[]} args */
function tellPlan(upload, args) {
  const target = targets[TARGET];
  const stale = target === undefined || isStale(target);
  if (!stale) checkSizes();
  say(`
  Dry run, nothing is changed or sent · 试运行，不改动、不上传
  1. ${stale ? 'build · 构建' : 'built already · 已构建'}: ${upload.origin}
  2. AppID: ${upload.appid} → ${MINI_PROGRAM}/project.config.json
  3. ${upload.action}: npm ${args.map((arg) => (/\s/.test(arg) ? JSON.stringify(arg) : arg)).join(' ')}`);
}

// Everything is checked first, so that nobody waits for a build to hear of a missing key.
await command(async () => {
  loadDotEnv();
  const { upload, dryRun } = read();
  // The setting as it was checked is what goes into the build.
  process.env.VITE_API_ORIGIN = upload.origin;
  const args = uploaderArgs(upload, MINI_PROGRAM);
  if (dryRun) return tellPlan(upload, args);

  await ensureInstalled();
  await build(TARGET);
  checkSizes();
  writeAppid(MINI_PROGRAM, upload.appid);
  say(`  Running ${UPLOADER} by npx; the first time it is fetched from the npm registry · 首次会从 npm 仓库获取`);
  // None of what it brings needs its install script.
  const { code } = await npm(args, { env: { npm_config_ignore_scripts: 'true' } });
  if (code !== 0) {
    throw new Told(`  ${UPLOADER} ended with code ${code}. Is this machine's address in the console's IP list, and the key of this AppID?
  上传未成功。请检查：本机 IP 是否在“小程序代码上传”的白名单中，密钥是否属于该 AppID。`);
  }
  if (upload.action === 'upload') {
    say(
      '  Uploaded. Next: 版本管理 in the console, as a trial version or for review · 已上传，请到“版本管理”设为体验版或提交审核',
    );
  }
});
