import * as v from 'valibot';

/** Where it is, and by what name its model goes; undefined: the first that it lists. An empty key: none is wanted. */
export interface RankingSettings {
  baseUrl: string;
  apiKey: string;
  model: string | undefined;
}

const Listed = v.object({ data: v.array(v.object({ id: v.string() })) });
const LIST_MS = 5_000;
/** Answers to a request that is not good, where the endpoint itself is well. */
const REFUSALS = new Set([400, 413, 415, 422]);

/** The endpoint does not take this very request. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/** An endpoint that ranks texts: OpenAI's shape of `/embeddings`, or Cohere's of `/rerank`, as vLLM and others have them. */
export interface RankingEndpoint {
  /** Posts `body` with the model's name to `path`; rejects where no good answer comes before `signal` is aborted. */
  post(path: string, body: object, signal: AbortSignal): Promise<unknown>;
  /** The model that is asked: the configured one, else the first that the endpoint lists. */
  modelName(): Promise<string>;
}

export function createRankingEndpoint({ baseUrl, apiKey, model }: RankingSettings): RankingEndpoint {
  const headers = {
    'content-type': 'application/json',
    ...(apiKey !== '' && { authorization: `Bearer ${apiKey}` }),
  };
  let listed: Promise<string> | undefined;

  const read = async (response: Response): Promise<unknown> => {
    if (response.ok) return response.json();
    await response.body?.cancel();
    const message = `the ranking endpoint answered with status ${response.status}`;
    throw REFUSALS.has(response.status) ? new Refused(message) : new Error(message);
  };
  const first = async (): Promise<string> => {
    const response = await fetch(`${baseUrl}/models`, { headers, signal: AbortSignal.timeout(LIST_MS) });
    const id = v.parse(Listed, await read(response)).data[0]?.id;
    if (id === undefined) throw new Error('the ranking endpoint lists no model');
    return id;
  };
  const modelName = async (): Promise<string> => {
    if (model !== undefined) return model;
    listed ??= first();
    try {
      return await listed;
    } catch (error) {
      listed = undefined;
      throw error;
    }
  };

  return {
    modelName,
    post: async (path, body, signal) => {
      const name = await before(signal, modelName());
      const init = { method: 'POST', headers, body: JSON.stringify({ model: name, ...body }), signal };
      return read(await fetch(`${baseUrl}${path}`, init));
    },
  };
}

/** What `work` gives, or a rejection as soon as `signal` is aborted. */
export async function before<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  let leave: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    leave = () => reject(signal.reason as Error);
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave);
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (leave) signal.removeEventListener('abort', leave);
  }
}
