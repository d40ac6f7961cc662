import * as v from 'valibot';
import { OddAnswer, WeChatFault } from './faults';
import type { People } from './people';
import type { AccessTokens } from './tokens';

/** The longest content of one check, in UTF-16 units. */
const CONTENT_MAX = 2500;

const ILLEGAL = 20006;
const NORMAL = 100;

const TokenRequest = v.object({ grant_type: v.string(), appid: v.string(), secret: v.string() });
const CheckRequest = v.object({ openid: v.string(), scene: v.number(), version: v.number(), content: v.string() });

/** One request, its body parsed. */
export interface Asked {
  query: URLSearchParams;
  body: unknown;
}

export interface AppParts {
  appid: string;
  secret: string;
  people: People;
  tokens: AccessTokens;
}

/** `GET /sns/jscode2session`. Errors: WeChatFault, OddAnswer. */
export function jscode2session({ query }: Asked, app: AppParts): object {
  assertApp(query.get('appid'), query.get('secret'), app);
  const code = query.get('js_code');
  if (code === null || code === '') throw new WeChatFault(41008);
  return app.people.logIn(code);
}

/** `POST /cgi-bin/stable_token`. Errors: WeChatFault. */
export function stableToken({ body }: Asked, app: AppParts): object {
  if (!v.is(TokenRequest, body) || body.grant_type !== 'client_credential') throw new WeChatFault(40097);
  assertApp(body.appid, body.secret, app);
  return app.tokens.grant();
}

/**
 * `POST /wxa/msg_sec_check`, version 2: 违禁 is risky, 待审 is for a person to look at, 慢 is never answered. Errors:
 * WeChatFault, OddAnswer.
 */
export function msgSecCheck({ query, body }: Asked, { tokens, people }: AppParts): object {
  tokens.assertGood(query.get('access_token'));
  if (!v.is(CheckRequest, body) || body.version !== 2) throw new WeChatFault(40097);
  if (![1, 2, 3, 4].includes(body.scene)) throw new WeChatFault(40129);
  if (!people.knows(body.openid)) throw new WeChatFault(40003, ` hints: [ openid: ${body.openid} ]`);
  if (body.content === '') throw new WeChatFault(44004);
  if (body.content.length > CONTENT_MAX) throw new WeChatFault(45002);
  if (body.content.includes('慢')) throw new OddAnswer('silence');
  const suggest = body.content.includes('违禁') ? 'risky' : body.content.includes('待审') ? 'review' : 'pass';
  const label = suggest === 'pass' ? NORMAL : ILLEGAL;
  return {
    errcode: 0,
    errmsg: 'ok',
    result: { suggest, label },
    detail: [{ strategy: 'content_model', errcode: 0, suggest, label, prob: 90 }],
    trace_id: '60ae120f-371d5872-7941a05b',
  };
}

function assertApp(appid: string | null, secret: string | null, app: AppParts): void {
  if (appid === null || appid === '') throw new WeChatFault(41002);
  if (appid !== app.appid) throw new WeChatFault(40013);
  if (secret === null || secret === '') throw new WeChatFault(41004);
  // Like WeChat's, the words of this one repeat what they got.
  if (secret !== app.secret) throw new WeChatFault(40125, `, hints: [ secret: ${secret} ]`);
}
