import { startWeChatServer, type WeChatServer, type WeChatServerOptions } from '@huati/local/wechat';
import type { Session } from '@huati/shared';
import { api } from './client';
import { startBff, type Bff } from './harness';

export type { WeChatServer };

/** A BFF with a scripted WeChat beside it, whose every line of log is kept. */
export async function startWithWeChat(
  env: Record<string, string>,
  { plan, ...options }: WeChatServerOptions & { plan?: Parameters<typeof startBff>[1] } = {},
): Promise<{ bff: Bff; wechat: WeChatServer; close(): Promise<void> }> {
  const wechat = await startWeChatServer(options);
  const { url: WECHAT_BASE_URL, appid: WECHAT_APPID, secret: WECHAT_SECRET } = wechat;
  const settings = { WECHAT_BASE_URL, WECHAT_APPID, WECHAT_SECRET, LOG_LEVEL: 'trace', ASKS_PER_MINUTE: '0' };
  const bff = await startBff({ ...settings, ...env }, plan);
  return {
    bff,
    wechat,
    close: async () => {
      await bff.close();
      await wechat.close();
    },
  };
}

let codes = 0;

/** A code of `wx.login` of the person, not used yet. */
export function codeOf(name: string): string {
  codes += 1;
  return `${name}.${codes}`;
}

/** The answer to a log-in by a code, which comes with a token where one is given. */
export function logIn(url: string, code: string, token?: string) {
  return api(url, token, '/api/sessions', { method: 'POST', body: { kind: 'wechat', code } });
}

/** A session of the person, everything of the token's guest moved to it. */
export async function sessionOf(url: string, name: string, token?: string): Promise<Session> {
  const { status, body } = await logIn(url, codeOf(name), token);
  if (status !== 201) throw new Error(`the log-in was refused: ${JSON.stringify(body)}`);
  return body as Session;
}
