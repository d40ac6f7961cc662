import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import * as v from 'valibot';

/** What the command line cannot do, in words for whoever called it. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

const Refused = v.object({ error_msg: v.string() });

/** A running service. All throw CommandError. */
export interface RunningService {
  /** The answer's JSON, by the schema; `body` is sent as JSON. */
  call<S extends v.GenericSchema>(method: string, path: string, schema: S, body?: object): Promise<v.InferOutput<S>>;
  /** The same for a file, whose bytes are the body. */
  send<S extends v.GenericSchema>(path: string, file: string, schema: S): Promise<v.InferOutput<S>>;
}

const JSON_TYPE = 'application/json';
const NO_CONTENT = 204;

export function createRunningService({ url, apiKey }: { url: string; apiKey: string }): RunningService {
  const key: Record<string, string> = apiKey === '' ? {} : { authorization: `Bearer ${apiKey}` };
  const answered = async (path: string, type: string, init: RequestInit): Promise<Response> => {
    try {
      return await fetch(`${url}${path}`, { ...init, headers: { ...key, 'content-type': type } });
    } catch (error) {
      throw new CommandError(`no GraphRAG service answers at ${url}: start it, or set GRAPHRAG_URL`, { cause: error });
    }
  };
  const read = async <S extends v.GenericSchema>(response: Response, schema: S): Promise<v.InferOutput<S>> => {
    const told: unknown = response.status === NO_CONTENT ? undefined : await jsonOf(response);
    if (!response.ok) {
      const refused = v.is(Refused, told) ? told.error_msg : 'no reason was given';
      throw new CommandError(`the service refused: ${refused} (${response.status})`);
    }
    const answer = v.safeParse(schema, told);
    if (answer.success) return answer.output;
    throw new CommandError('the service answers in a way that this command does not know: are both of one version?');
  };
  return {
    call: async (method, path, schema, body) => {
      const init = { method, ...(body && { body: JSON.stringify(body) }) };
      return read(await answered(path, JSON_TYPE, init), schema);
    },
    send: async (path, file, schema) => {
      const body = Readable.toWeb(createReadStream(file)) as ReadableStream;
      const init = { method: 'POST', body, duplex: 'half' };
      return read(await answered(path, 'application/octet-stream', init as RequestInit), schema);
    },
  };
}

async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
