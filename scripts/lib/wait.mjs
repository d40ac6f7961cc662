import { get } from 'node:http';

/** @param {string} url @returns {Promise<number>} the status, 0 where nobody answers */
function statusOf(url) {
  return new Promise((resolve) => {
    const request = get(url, { timeout: 2000, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => resolve(0));
  });
}

/**
 * Waits until `url` answers 200.
 *
 * @param {string} url
 * @param {number} timeoutMs
 * @param {AbortSignal} [signal] ends the wait early
 * @returns {Promise<boolean>} false where the time passed or the wait was ended
 */
export async function answers(url, timeoutMs, signal) {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline && !signal?.aborted) {
    if ((await statusOf(url)) === 200) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}
