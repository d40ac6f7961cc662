import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import * as v from 'valibot';
import type { Config } from '../../config';
import { Failure } from '../../failure';
import { deadline } from '../../within-time';
import { fromStatus } from './faults';
import { NoSuchRoute } from './tokens/counter';

const GOOD = 200;
const NOT_GOOD = 300;
const MODELS_MS = 10_000;
const TOKENIZE_MS = 5_000;
/** Statuses of a server that has no such route, or keeps it for others. */
const NO_ROUTE = [401, 403, 404, 405, 501];
/**
 * How long an idle connection is kept, in ms. Below the 5 s of uvicorn, which serves vLLM: hardly ever does a request go
 * out just when the other side closes.
 */
const KEPT_MS = 3000;

const Models = v.object({ data: v.array(v.object({ id: v.string() })) });

export interface Endpoint {
  /**
   * Posts a chat completion and gives the answer's body once its headers are there. Rejects with a Failure where the
   * status is no good one, else with what Node's client says; `signal` ends both request and body.
   */
  complete(body: object, signal: AbortSignal): Promise<IncomingMessage>;
  /** Posts to the endpoint's `/tokenize`, vLLM's own route at the server's root. Rejects with NoSuchRoute where it has none. */
  tokenize(body: object): Promise<unknown>;
  /** The first model that the endpoint lists. */
  firstModel(): Promise<string>;
  /** Rejects where nothing answers within `timeoutMs`. Any HTTP answer counts. */
  ping(timeoutMs: number): Promise<void>;
}

/**
 * An OpenAI-compatible endpoint over Node's own HTTP client: a body that comes through `fetch` passes web streams, which
 * at 200 answers a process cost a third of all CPU, and an SDK adds its own part to the time of the first token.
 */
export function createEndpoint({ baseUrl, apiKey }: Config['model']): Endpoint {
  const url = new URL(`${baseUrl}/chat/completions`);
  const secure = url.protocol === 'https:';
  const agent = new (secure ? HttpsAgent : HttpAgent)({ keepAlive: true, noDelay: true, timeout: KEPT_MS });
  const authorization: Record<string, string> = apiKey === '' ? {} : { authorization: `Bearer ${apiKey}` };
  const headers = { 'content-type': 'application/json', accept: 'text/event-stream', ...authorization };

  const post = (body: Buffer, signal: AbortSignal, again = false): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const options = { method: 'POST', agent, signal, headers: { ...headers, 'content-length': body.length } };
      const request = secure ? httpsRequest(url, options) : httpRequest(url, options);
      request.once('response', resolve).once('error', (error) => {
        // Only a kept connection that was closed meanwhile: nobody has read the request (RFC 9112, 9.3.1).
        const stale = request.reusedSocket && 'code' in error && error.code === 'ECONNRESET';
        if (stale && !again) resolve(post(body, signal, true));
        else reject(error);
      });
      request.end(body);
    });
  const get = (signal: AbortSignal): Promise<Response> =>
    fetch(`${baseUrl}/models`, { headers: authorization, signal });

  return {
    complete: async (body, signal) => {
      const answer = await post(Buffer.from(JSON.stringify(body)), signal);
      const status = answer.statusCode ?? 0;
      if (status >= GOOD && status < NOT_GOOD) return answer;
      answer.resume();
      throw fromStatus(status, answer.headers['retry-after']);
    },

    tokenize: async (body) => {
      const response = await fetch(`${baseUrl.replace(/\/v1$/, '')}/tokenize`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...authorization },
        body: JSON.stringify(body),
        signal: deadline(TOKENIZE_MS),
      });
      if (response.ok) return response.json();
      await response.body?.cancel();
      throw NO_ROUTE.includes(response.status) ? new NoSuchRoute() : new Error(`/tokenize: ${response.status}`);
    },

    firstModel: async () => {
      const response = await get(deadline(MODELS_MS));
      if (!response.ok) throw fromStatus(response.status, response.headers.get('retry-after') ?? undefined);
      const { data } = v.parse(Models, await response.json());
      if (data[0]) return data[0].id;
      throw new Failure('upstream_unavailable', 'the model endpoint lists no model', { reason: 'rejected' });
    },

    ping: async (timeoutMs) => {
      const response = await get(deadline(timeoutMs));
      await response.body?.cancel();
    },
  };
}
