import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { faultsOf, originFault, uploaderArgs, writeAppid } from '../lib/mini-program.mjs';
import { at } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';

const APPID = 'wx0123456789abcdef';
let base = '';
/** @type {import('../lib/mini-program.mjs').Upload} */
let upload;

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'huati-upload-test-'));
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = join(base, 'private.key');
  writeFileSync(key, privateKey.export({ type: 'pkcs1', format: 'pem' }));
  const description = '第一版';
  const origin = 'https://chat.huati.cn';
  upload = { action: 'upload', appid: APPID, key, version: '1.2.0', description, robot: '1', origin };
});
afterEach(() => rmSync(base, { recursive: true }));

describe('a server that WeChat lets a mini-program speak to', () => {
  it.each(['https://chat.huati.cn', 'https://chat.huati.cn/', 'https://chat.huati.cn:8443'])('is %s', (origin) =>
    expect(originFault(origin)).toBeUndefined(),
  );
  it.each([
    ['', '来源'],
    ['chat.huati.cn', '来源'],
    ['https://chat.huati.cn/api', '来源'],
    ['https://me@chat.huati.cn', '来源'],
    ['http://chat.huati.cn', 'https'],
    ['https://localhost', 'localhost'],
    ['https://192.168.1.2', 'IP'],
    ['https://0x7f.1', 'IP'],
    ['https://[::1]:3000', 'IP'],
    ['https://huati', '域名'],
    ['https://huati.local', '域名'],
    ['https://huati.example.com', '示例域名'],
    ['https://api.weixin.qq.com', '微信不允许'],
    ['https://chat.huati.cn:443', ':443'],
  ])('is not "%s"', (origin, words) => expect(originFault(origin)).toContain(words));
});

describe('an upload', () => {
  it('is accepted where nothing is wrong', () => expect(faultsOf(upload)).toEqual([]));
  it('is told all its faults at once, in both languages', () => {
    const faults = faultsOf({ ...upload, appid: 'touristappid', key: '', version: '一', robot: '31', origin: '' });
    expect(faults).toHaveLength(5);
    for (const text of faults) expect(text).toMatch(/[a-z].*\n.*[\u4e00-\u9fff]/);
  });
  it('needs a key that is one', () => {
    expect(faultsOf({ ...upload, key: join(base, 'absent') })[0]).toContain('没有密钥文件');
    expect(faultsOf({ ...upload, key: base })[0]).toContain('没有密钥文件');
    writeFileSync(join(base, 'public.key'), '-----BEGIN PUBLIC KEY-----');
    expect(faultsOf({ ...upload, key: join(base, 'public.key') })[0]).toContain('不是 PEM');
  });
  it('writes the AppID into the build and keeps the rest', () => {
    const path = join(base, 'project.config.json');
    writeFileSync(path, '{"appid":"touristappid","setting":{"es6":true}}');
    writeAppid(base, APPID);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ appid: APPID, setting: { es6: true } });
  });
  it('runs one exact version of the uploader, and shows a preview where it is wanted', () => {
    expect(uploaderArgs(upload, base)).toContainEqual(
      expect.stringMatching(/^--package=miniprogram-ci@\d+\.\d+\.\d+$/),
    );
    expect(uploaderArgs(upload, base)).not.toContain('--qrcode-format');
    expect(uploaderArgs({ ...upload, action: 'preview' }, base)).toContain('terminal');
    expect(uploaderArgs({ ...upload, action: 'preview', qrcode: '/q.jpg' }, base)).toContain('/q.jpg');
  });
});

describe('the command', () => {
  /** @param {string[]} args @param {Record<string, string | undefined>} [env] */
  const upLoad = (args, env = {}) =>
    run(process.execPath, [at('scripts', 'upload-mini-program.mjs'), ...args], {
      capture: true,
      env: { WECHAT_APPID: '', WECHAT_UPLOAD_KEY: '', VITE_API_ORIGIN: upload.origin, ...env },
    });

  it('says how it is used', async () => {
    for (const args of [[], ['release'], ['upload', '--nothing']]) {
      const { code, output } = await upLoad(args);
      expect(code).toBe(1);
      expect(output).toContain('npm run mini-program:upload');
    }
  });
  it('refuses before it builds', async () => {
    const { code, output } = await upLoad(['upload'], { VITE_API_ORIGIN: 'http://127.0.0.1:3000' });
    expect(code).toBe(1);
    expect(output).toMatch(/WECHAT_APPID[\s\S]*缺少代码上传密钥[\s\S]*只允许 https/);
    expect(output).not.toContain('Building');
  });
  it('tells in a dry run what it would do, and does nothing of it', async () => {
    const args = ['preview', '--dry-run', '--version', '9.9.9', '--description', '试一试', '--key', upload.key];
    const { code, output } = await upLoad(args, { WECHAT_APPID: APPID });
    expect(output).toMatch(/试运行[\s\S]*1\. build · 构建: https:\/\/chat\.huati\.cn/);
    expect(output).toContain(`miniprogram-ci preview --project-path ${at('client/dist/build/mp-weixin')}`);
    expect(output).toContain('--upload-version 9.9.9 --upload-description 试一试 --robot 1');
    expect(output).not.toContain('BEGIN');
    expect(code).toBe(0);
  });
});
