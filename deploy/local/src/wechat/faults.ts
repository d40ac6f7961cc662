/** WeChat's own words for its error codes; every answer of an error is HTTP 200. */
const WORDS: Readonly<Record<number, string>> = {
  [-1]: 'system error',
  40001: 'invalid credential, access_token is invalid or not latest',
  40003: 'invalid openid',
  40013: 'invalid appid',
  40014: 'invalid access_token',
  40029: 'invalid code',
  40097: 'invalid args',
  40125: 'invalid appsecret',
  40129: 'invalid scene',
  40163: 'code been used',
  40226: 'code blocked',
  41001: 'access_token missing',
  41002: 'appid missing',
  41004: 'appsecret missing',
  41008: 'missing code',
  42001: 'access_token expired',
  44004: 'empty content',
  45002: 'content size out of limit',
  45009: 'reach max api daily quota limit',
  45011: 'api minute-quota reach limit, must slower, retry next minute',
  61010: 'code is expired',
};

/** A refusal: thrown where a call goes wrong, and sent as WeChat sends it. */
export class WeChatFault extends Error {
  /** `hint` is what WeChat repeats of the request. */
  constructor(
    readonly errcode: number,
    private readonly hint = '',
  ) {
    super(WORDS[errcode] ?? 'unknown error');
  }

  toBody(): { errcode: number; errmsg: string } {
    return { errcode: this.errcode, errmsg: `${this.message}${this.hint} rid: 65a0b1c2-0d3e4f50-6a7b8c9d` };
  }
}

/** Instead of an answer: none at all, a server's fault, or a page that is no JSON. */
export class OddAnswer extends Error {
  constructor(readonly kind: 'silence' | 'fault' | 'page') {
    super(kind);
  }
}
