import { Failure } from '../../failure';
import type { Logger } from '../../logger';
import { WeChatError } from './endpoint';

/** WeChat is busy: the code is not used up, and the call may be tried again. */
export const BUSY = -1;

/** The access token is not or no longer good. */
export const TOKEN_FAULTS: readonly number[] = [40001, 40014, 42001];

/** The code of `wx.login` was no good, or used before. */
const CODE_FAULTS: readonly number[] = [40029, 40163];
const TOO_OFTEN = 45011;
/** Its limit is one of calls a minute, in ms. */
const TOO_OFTEN_MS = 60_000;
const RISKY_USER = 40226;

/** What the operator has to put right, in words for the log. */
const OPERATORS: Readonly<Record<number, string>> = {
  40001: 'WECHAT_SECRET is wrong, or belongs to another WECHAT_APPID',
  40013: 'WECHAT_APPID is wrong',
  40125: 'WECHAT_SECRET is wrong',
  40164: 'the address of this server is not on the list of allowed addresses at mp.weixin.qq.com',
  40243: 'the secret of this mini-program is frozen at mp.weixin.qq.com',
  41002: 'WeChat got no appid: check WECHAT_APPID',
  41004: 'WeChat got no secret: check WECHAT_SECRET',
  48001: 'this mini-program has no right to that call of WeChat',
  50002: 'this mini-program is blocked by WeChat',
};

/** What the operator is to do about `error`; undefined where it is nothing of theirs. */
export function adviceFor({ errcode }: WeChatError): string | undefined {
  return errcode === undefined ? undefined : OPERATORS[errcode];
}

/** What a failed log-in is to whoever tried it. What only the operator can put right is told in the log. */
export function toLoginFailure(error: unknown, logger: Logger): unknown {
  if (!(error instanceof WeChatError)) return error;
  const { errcode, rid } = error;
  if (errcode !== undefined && CODE_FAULTS.includes(errcode)) {
    return new Failure('unauthorized', 'the code of wx.login is not valid, or was used before: log in once more');
  }
  if (errcode === TOO_OFTEN) {
    return new Failure('rate_limited', 'too many log-ins of this person in a minute', { retryAfterMs: TOO_OFTEN_MS });
  }
  if (errcode === RISKY_USER) return new Failure('forbidden', 'WeChat holds this account back as a risk');
  const advice = adviceFor(error);
  if (advice !== undefined) {
    logger.error({ errcode, rid }, `log-in by WeChat cannot work: ${advice}`);
    return new Failure('internal', 'log-in by WeChat is set up wrongly', { cause: error });
  }
  logger.warn({ errcode, rid, fault: error.message }, 'a log-in by WeChat failed');
  return new Failure('upstream_unavailable', 'WeChat does not answer properly now');
}
