import * as v from 'valibot';
import type { Logger } from '../../logger';
import { pause } from '../../pause';
import { deadline } from '../../within-time';
import { createAccessToken } from './access-token';
import { createEndpoint, WeChatError } from './endpoint';
import { BUSY, TOKEN_FAULTS, toLoginFailure } from './faults';

export interface WeChatConfig {
  appid: string;
  secret: string;
  baseUrl: string;
}

/** Who somebody is to WeChat. The `session_key` that comes with it is needed for nothing here, and is not kept. */
export interface WeChatIdentity {
  openid: string;
  unionid: string | undefined;
}

/** The longest content of one check, in UTF-16 units. */
export const CONTENT_MAX = 2500;

/** What sort of text is checked, as WeChat numbers them: 1 profile, 2 comment, 3 forum, 4 social log. */
export type Scene = 1 | 2 | 3 | 4;

export type Suggestion = 'pass' | 'review' | 'risky';

export interface WeChat {
  /**
   * Whose `code` of `wx.login` this is. Throws `unauthorized` (ask for another code), `rate_limited`, `forbidden`,
   * `upstream_unavailable`, and `internal` where the deployment's own settings are wrong.
   */
  identify(code: string): Promise<WeChatIdentity>;
  /** What WeChat thinks of at most CONTENT_MAX units of a text by `openid`. Throws WeChatError. */
  check(openid: string, scene: Scene, content: string, signal: AbortSignal): Promise<Suggestion>;
}

const LOGIN_MS = 5000;
/** Pauses before a busy WeChat is asked again, in ms. */
const AGAIN_MS = [150, 450];

const Identity = v.object({
  openid: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/)),
  unionid: v.fallback(v.optional(v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/))), undefined),
});

const Checked = v.object({ result: v.object({ suggest: v.picklist(['pass', 'review', 'risky']) }) });

export function createWeChat(config: WeChatConfig, logger: Logger): WeChat {
  const endpoint = createEndpoint(config);
  const accessToken = createAccessToken(endpoint, config);

  const session = async (code: string, tries = 0): Promise<unknown> => {
    const { appid, secret } = config;
    const query = { appid, secret, js_code: code, grant_type: 'authorization_code' };
    try {
      return await endpoint.call('/sns/jscode2session', query, undefined, deadline(LOGIN_MS));
    } catch (error) {
      const wait = AGAIN_MS[tries];
      if (wait === undefined || !(error instanceof WeChatError) || error.errcode !== BUSY) throw error;
      await pause(wait);
      return session(code, tries + 1);
    }
  };

  return {
    identify: async (code) => {
      try {
        const identity = v.safeParse(Identity, await session(code));
        if (!identity.success) throw new WeChatError('WeChat named nobody');
        const { openid, unionid } = identity.output;
        return { openid, unionid };
      } catch (error) {
        throw toLoginFailure(error, logger);
      }
    },

    check: async (openid, scene, content, signal) => {
      const body = { openid, scene, version: 2, content };
      const ask = (token: string) => endpoint.call('/wxa/msg_sec_check', { access_token: token }, body, signal);
      const token = await accessToken.get();
      const reply = await ask(token).catch(async (error: unknown) => {
        const stale = error instanceof WeChatError && TOKEN_FAULTS.includes(error.errcode ?? 0);
        if (!stale) throw error;
        return ask(await accessToken.get(token));
      });
      const checked = v.safeParse(Checked, reply);
      if (!checked.success) throw new WeChatError('WeChat answered a check without a verdict');
      return checked.output.result.suggest;
    },
  };
}
