import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readWeChatConfig } from '../src/config';
import { openidOf, startWeChatServer, type WeChatServer } from '../src/wechat/server';

const MAIN = fileURLToPath(new URL('../src/wechat/main.ts', import.meta.url));
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

describe('the scripted WeChat', () => {
  let wechat: WeChatServer;
  beforeAll(async () => {
    wechat = await startWeChatServer();
  });
  afterAll(() => wechat.close());

  const logIn = (code: string, app: { appid?: string; secret?: string } = {}) => {
    const query = {
      appid: wechat.appid,
      secret: wechat.secret,
      js_code: code,
      grant_type: 'authorization_code',
      ...app,
    };
    return fetch(`${wechat.url}/sns/jscode2session?${new URLSearchParams(query).toString()}`);
  };
  const codeOf = async (answer: Promise<Response>) => ((await (await answer).json()) as { errcode: number }).errcode;
  const post = (path: string, body: object) => fetch(wechat.url + path, { method: 'POST', body: JSON.stringify(body) });
  const grant = async () => {
    const body = { grant_type: 'client_credential', appid: wechat.appid, secret: wechat.secret };
    return (await (await post('/cgi-bin/stable_token', body)).json()) as { access_token: string; expires_in: number };
  };
  const check = (token: string, content: string, more: object = {}) =>
    post(`/wxa/msg_sec_check?access_token=${token}`, {
      openid: openidOf('person'),
      scene: 4,
      version: 2,
      content,
      ...more,
    });

  it('logs a person in by a code, once', async () => {
    const answer = await logIn('person.1');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/plain']);
    expect(await answer.json()).toEqual({
      openid: openidOf('person'),
      session_key: expect.stringMatching(/^.{24}$/) as string,
    });
    expect(await codeOf(logIn('person.1'))).toBe(40163);
    expect(await (await logIn('union-person.1')).json()).toMatchObject({ unionid: expect.any(String) as string });
  });

  it.each([
    ['expired-1', 40029],
    ['used-1', 40163],
    ['limited-1', 45011],
    ['risky-user-1', 40226],
    ['busy-1', -1],
    ['', 41008],
  ])('refuses the code %s with %i', async (code, errcode) => {
    expect(await codeOf(logIn(code))).toBe(errcode);
  });

  it('is busy once, or odd, where the code says so, and knows its app', async () => {
    expect(await codeOf(logIn('busy-once-x.1'))).toBe(-1);
    expect(await codeOf(logIn('busy-once-x.1'))).toBeUndefined();
    expect((await logIn('fault-1')).status).toBe(502);
    expect(await (await logIn('page-1')).text()).toContain('<html>');
    expect(await codeOf(logIn('person.2', { appid: 'wx' }))).toBe(40013);
    expect(await codeOf(logIn('person.2', { secret: 'x' }))).toBe(40125);
    expect(await codeOf(logIn('person.2', { secret: '' }))).toBe(41004);
  });

  it('gives the same token in its time, and checks texts with it', async () => {
    await logIn('person.3');
    const { access_token: token, expires_in: seconds } = await grant();
    expect(seconds).toBe(7200);
    expect((await grant()).access_token).toBe(token);
    for (const [content, suggest] of [
      ['好的', 'pass'],
      ['待审的', 'review'],
      ['违禁的', 'risky'],
    ] as const) {
      expect(await (await check(token, content)).json()).toMatchObject({ errcode: 0, result: { suggest } });
    }
    expect(await codeOf(check(token, ''))).toBe(44004);
    expect(await codeOf(check(token, '长'.repeat(2501)))).toBe(45002);
    expect(await codeOf(check(token, '好', { scene: 5 }))).toBe(40129);
    expect(await codeOf(check(token, '好', { openid: 'oNobody' }))).toBe(40003);
    expect(await codeOf(check('x', '好'))).toBe(40001);
    wechat.expireTokens();
    expect(await codeOf(check(token, '好'))).toBe(42001);
    wechat.fail('/wxa/msg_sec_check', 45009);
    expect(await codeOf(check((await grant()).access_token, '好'))).toBe(45009);
    expect(wechat.callsTo('/wxa/msg_sec_check').at(-1)?.body).toMatchObject({ content: '好' });
    expect(wechat.secrets()).toContain(token);
  });

  it('runs as a process of its own, and tells what came', async () => {
    const child = spawn(process.execPath, ['--import', TSX, MAIN], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { DEMO_WECHAT_APPID: 'wx1', DEMO_WECHAT_SECRET: 's' },
    });
    const [piece] = (await child.stdout.take(1).toArray()) as [Buffer];
    const url = /^wechat listening on (\S+)\n$/.exec(String(piece))?.[1] ?? '';
    await fetch(`${url}/sns/jscode2session?appid=wx1&secret=s&js_code=a`);
    expect(await (await fetch(`${url}/__calls`)).json()).toMatchObject([{ path: '/sns/jscode2session' }]);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.stdin.end();
    expect(await ended).toBe(0);
    expect(() => readWeChatConfig({ DEMO_WECHAT_PORT: 'x' })).toThrow('DEMO_WECHAT_PORT');
  });
});
