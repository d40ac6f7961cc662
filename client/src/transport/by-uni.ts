import type { Sent } from './by-fetch';
import { toHeader, unsent, type Reply } from './reply';

/** Makes a call where there is no browser. Rejects with a `WireFailure`: `timeout` or `offline`. */
export function sendByUni({ url, method, header, body, timeoutMs }: Sent): Promise<Reply> {
  return new Promise((resolve, reject) => {
    uni.request({
      url,
      // uni's types leave PATCH out although its app runtime sends it.
      method: method as 'POST',
      header,
      data: body,
      timeout: timeoutMs,
      success: ({ statusCode, data, header: heard }) =>
        resolve({ status: statusCode, body: data, header: toHeader(heard) }),
      fail: ({ errMsg }) => reject(unsent(errMsg)),
    });
  });
}
