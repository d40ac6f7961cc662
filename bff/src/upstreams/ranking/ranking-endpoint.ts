import * as v from 'valibot';
import type { Config } from '../../config';

type Settings = NonNullable<Config['embedding']>;

const Listed = v.object({ data: v.array(v.object({ id: v.string() })) });
const LIST_MS = 5_000;

/** An endpoint that ranks texts: OpenAI's shape of `/embeddings`, or Cohere's of `/rerank`, as vLLM and others have them. */
export interface RankingEndpoint {
  /** Posts `body` with the model's name to `path`; rejects where no good answer comes before `signal` is aborted. */
  post(path: string, body: object, signal: AbortSignal): Promise<unknown>;
  /** The model that is asked: the configured one, else the first that the endpoint lists. */
  modelName(): Promise<string>;
}

export function createRankingEndpoint({ baseUrl, apiKey, model }: Settings): RankingEndpoint {
  const headers = {
    'content-type': 'application/json',
    ...(apiKey !== '' && { authorization: `Bearer ${apiKey}` }),
  };
  let listed: Promise<string> | undefined;

  const read = async (response: Response): Promise<unknown> => {
    if (response.ok) return response.json();
    await response.body?.cancel();
    throw new Error(`the ranking endpoint answered with status ${response.status}`);
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
      const name = await modelName();
      const init = { method: 'POST', headers, body: JSON.stringify({ model: name, ...body }), signal };
      return read(await fetch(`${baseUrl}${path}`, init));
    },
  };
}
