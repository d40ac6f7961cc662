import * as v from 'valibot';
import { WeChatError, type WeChatEndpoint } from './endpoint';
import type { WeChatConfig } from './wechat';
import { deadline } from '../../within-time';

const Granted = v.object({ access_token: v.pipe(v.string(), v.minLength(1)), expires_in: v.number() });

const GRANT_MS = 5000;
/** So long before its end, in ms, and never more than this part of its time, a token is no longer used. */
const MARGIN_MS = 120_000;
const MARGIN_PART = 0.1;

export interface AccessToken {
  /** The token that is good now; `refused` is one that WeChat took no longer. Throws WeChatError. */
  get(refused?: string): Promise<string>;
}

/**
 * The app's access token, fetched once for whoever asks at the same time. WeChat's stable tokens are the same for all
 * processes of a deployment: one that fetches does not make those of the others invalid.
 */
export function createAccessToken(endpoint: WeChatEndpoint, { appid, secret }: WeChatConfig): AccessToken {
  let kept: { token: string; until: number } | undefined;
  let fetching: Promise<string> | undefined;

  const grant = async (): Promise<string> => {
    const body = { grant_type: 'client_credential', appid, secret };
    const asked = performance.now();
    const reply = await endpoint.call('/cgi-bin/stable_token', {}, body, deadline(GRANT_MS));
    const granted = v.safeParse(Granted, reply);
    if (!granted.success) throw new WeChatError('WeChat granted no access token');
    const { access_token: token, expires_in: seconds } = granted.output;
    const lifetime = seconds * 1000;
    kept = { token, until: asked + lifetime - Math.min(MARGIN_MS, lifetime * MARGIN_PART) };
    return token;
  };

  return {
    get: async (refused) => {
      if (kept && kept.token !== refused && performance.now() < kept.until) return kept.token;
      fetching ??= grant().finally(() => {
        fetching = undefined;
      });
      return fetching;
    },
  };
}
