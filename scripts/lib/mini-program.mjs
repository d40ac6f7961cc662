import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';

/**
 * @typedef {object} Upload what goes to WeChat, and as what
 * @property {'upload' | 'preview'} action
 * @property {string} appid
 * @property {string} key path of the private key that WeChat's console gives out
 * @property {string} version
 * @property {string} description
 * @property {string} robot the number under which it stands in the console, 1 to 30
 * @property {string} origin of the server, as it is built in
 * @property {string} [qrcode] path of the picture that a preview is put into; else it is shown in the terminal
 */

/** WeChat's own uploader. It is heavy and wanted by who publishes alone, so it is no dependency: npx brings it. */
export const UPLOADER = 'miniprogram-ci@2.1.42';

const APPID = /^wx[0-9a-f]{16}$/;
const VERSION = /^[0-9A-Za-z][0-9A-Za-z.-]{0,63}$/;
const ROBOTS = 30;
/** Names that are nobody's, or somebody's own network's. */
const NOWHERE = /(^|\.)(localhost|local|lan|internal|test|invalid|example|example\.(com|net|org))$/;

/** A fault in both languages. @param {string} english @param {string} chinese */
const fault = (english, chinese) => `${english}\n  ${chinese}`;

/**
 * Why WeChat would not let a mini-program speak to a server.
 *
 * @param {string} origin
 * @returns {string | undefined} undefined where it would
 */
export function originFault(origin) {
  const told = origin === '' ? 'VITE_API_ORIGIN' : `VITE_API_ORIGIN=${origin}`;
  const shape = fault(
    `${told}: give the origin of your server, such as https://chat.example.cn, without a path.`,
    `${told}：应为服务器的来源，如 https://chat.example.cn，不带路径。`,
  );
  if (!URL.canParse(origin)) return shape;
  const { protocol, hostname, pathname, search, hash, username } = new URL(origin);
  if (pathname !== '/' || search + hash + username !== '') return shape;
  if (protocol !== 'https:') {
    return fault(`${told}: WeChat takes https alone.`, `${told}：微信只允许 https。`);
  }
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0 || !hostname.includes('.') || NOWHERE.test(hostname)) {
    return fault(
      `${told}: WeChat takes a registered domain with an ICP filing, no IP address, no localhost, no example.`,
      `${told}：微信只允许已备案的域名，不能是 IP、localhost 或示例域名。`,
    );
  }
  if (hostname === 'api.weixin.qq.com') {
    return fault(`${told}: WeChat forbids its own API here.`, `${told}：微信不允许填写它自己的接口域名。`);
  }
  if (/:443\/*$/.test(origin)) {
    return fault(
      `${told}: leave :443 out; WeChat compares ports letter by letter.`,
      `${told}：请去掉 :443，微信按字面比较端口。`,
    );
  }
  return undefined;
}

/**
 * @param {string} path
 * @returns {string | undefined} why it is no key; undefined where it is
 */
function keyFault(path) {
  if (path === '') {
    return fault(
      'No private key: --key PATH or WECHAT_UPLOAD_KEY. WeChat’s console gives it out under 开发管理, 小程序代码上传.',
      '缺少代码上传密钥：--key 路径 或 WECHAT_UPLOAD_KEY。在微信公众平台“开发管理 → 开发设置 → 小程序代码上传”下载。',
    );
  }
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) {
    return fault(`There is no private key at ${path}.`, `${path} 处没有密钥文件。`);
  }
  if (!readFileSync(path, 'utf8').includes('PRIVATE KEY-----')) {
    return fault(`${path} is no private key in PEM.`, `${path} 不是 PEM 格式的私钥。`);
  }
  return undefined;
}

/**
 * All that is wrong with an upload before anything is built, each in both languages.
 *
 * @param {Upload} upload
 * @returns {string[]}
 */
export function faultsOf({ appid, key, version, robot, origin }) {
  return [
    APPID.test(appid)
      ? undefined
      : fault(
          `AppID "${appid}": --appid or WECHAT_APPID is wx and 16 digits or letters a-f, from WeChat’s console.`,
          `AppID“${appid}”：--appid 或 WECHAT_APPID 应为 wx 加 16 位十六进制字符，见微信公众平台。`,
        ),
    keyFault(key),
    originFault(origin),
    VERSION.test(version)
      ? undefined
      : fault(
          `Version "${version}": --version is letters, digits, dots and hyphens, such as 1.2.0.`,
          `版本号“${version}”：--version 只能用字母、数字、点和连字符，如 1.2.0。`,
        ),
    /^[1-9]\d?$/.test(robot) && Number(robot) <= ROBOTS
      ? undefined
      : fault(`--robot is a number from 1 to ${ROBOTS}.`, `--robot 应为 1 到 ${ROBOTS} 的整数。`),
  ].filter((text) => text !== undefined);
}

/**
 * What npx is told to run.
 *
 * @param {Upload} upload
 * @param {string} folder the built mini-program
 * @returns {string[]} arguments of npm
 */
export function uploaderArgs({ action, appid, key, version, description, robot, qrcode }, folder) {
  const args = ['--project-path', folder, '--private-key-path', key, '--appid', appid];
  const what = ['--upload-version', version, '--upload-description', description, '--robot', robot];
  const picture = qrcode
    ? ['--qrcode-format', 'image', '--qrcode-output-dest', qrcode]
    : ['--qrcode-format', 'terminal'];
  const how = ['--use-project-config', 'true', ...(action === 'preview' ? picture : [])];
  return ['exec', '--yes', `--package=${UPLOADER}`, '--', 'miniprogram-ci', action, ...args, ...what, ...how];
}

/**
 * Writes the AppID into the build, where uni has left a stand-in: the repository belongs to no mini-program.
 *
 * @param {string} folder the built mini-program
 * @param {string} appid
 */
export function writeAppid(folder, appid) {
  const path = join(folder, 'project.config.json');
  const config = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : { compileType: 'miniprogram' };
  writeFileSync(path, `${JSON.stringify({ ...config, appid }, null, 2)}\n`);
}
