import { fromJson } from '@huati/shared';
import * as v from 'valibot';
import { codeOf } from '../fetched';
import type { WeChatConfig } from './wechat';

/** What every answer may carry; `errmsg` has the number by which WeChat finds the request again. */
const Reply = v.looseObject({ errcode: v.optional(v.number(), 0), errmsg: v.optional(v.string(), '') });

const REQUEST_NUMBER = /rid: ([\w-]{1,64})/;

/**
 * What went wrong with a call of WeChat. It never carries an address or WeChat's own words, which may repeat secrets,
 * codes and openids.
 */
export class WeChatError extends Error {
  /** `errcode` is undefined where no proper answer came; `rid` is WeChat's number of the request. */
  constructor(
    message: string,
    readonly errcode?: number,
    readonly rid?: string,
  ) {
    super(message);
    this.name = 'WeChatError';
  }
}

export interface WeChatEndpoint {
  /**
   * One call; `query` becomes part of the address, `body` is posted as JSON. Gives the answer where WeChat calls it a good
   * one; throws WeChatError for everything else.
   */
  call(path: string, query: Record<string, string>, body: object | undefined, signal: AbortSignal): Promise<unknown>;
}

export function createEndpoint({ baseUrl }: Pick<WeChatConfig, 'baseUrl'>): WeChatEndpoint {
  return {
    call: async (path, query, body, signal) => {
      const text = await answerOf(`${baseUrl}${path}?${new URLSearchParams(query).toString()}`, body, signal);
      const reply = v.safeParse(Reply, fromJson(text));
      if (!reply.success) throw new WeChatError('WeChat answered with something that is not its JSON');
      const { errcode, errmsg } = reply.output;
      if (errcode !== 0) throw new WeChatError(`WeChat answered ${errcode}`, errcode, REQUEST_NUMBER.exec(errmsg)?.[1]);
      return reply.output;
    },
  };
}

async function answerOf(url: string, body: object | undefined, signal: AbortSignal): Promise<string> {
  let status: number;
  try {
    const response = await fetch(url, {
      signal,
      // The address has the app's secret in it: it goes nowhere else.
      redirect: 'error',
      ...(body && {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
    const text = await response.text();
    if (response.ok) return text;
    status = response.status;
  } catch (error) {
    throw new WeChatError(
      signal.aborted ? 'WeChat did not answer in time' : `WeChat cannot be reached${codeOf(error)}`,
    );
  }
  throw new WeChatError(`WeChat answered with status ${status}`);
}
