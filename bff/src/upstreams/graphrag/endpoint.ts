import { fromJson, type UpstreamReason } from '@huati/shared';
import { codeOf } from '../fetched';
import type { GraphRagConfig } from './documents';

const UNAUTHORIZED = 401;
const FORBIDDEN = 403;
const NOT_FOUND = 404;
/** Statuses that the same request would get again. */
const FOR_GOOD = [400, 413, 415, 422];
/** The longest answer that is read, in bytes: whatever is longer is no answer to our question. */
const ANSWER_MAX = 4_000_000;

/** What went wrong with a call of the GraphRAG service. It never carries the service's own words, which may repeat texts. */
export class GraphRagError extends Error {
  /** `status` is undefined where no answer came. */
  constructor(
    message: string,
    readonly reason: UpstreamReason,
    readonly status?: number,
  ) {
    super(message);
    this.name = 'GraphRagError';
  }

  /** True where the same request would be refused again. */
  get forGood(): boolean {
    return this.status !== undefined && FOR_GOOD.includes(this.status);
  }
}

export interface GraphRagEndpoint {
  /**
   * One call; `body` is sent as JSON. Gives what the answer's JSON says, undefined where the answer has none, and `absent`
   * for 404. Throws GraphRagError for every other answer that is no good one, and for one that is too long.
   */
  call(method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, signal: AbortSignal, body?: object): Promise<unknown>;
}

/** What `call` gives for 404. */
export const absent = Symbol('absent');

export function createEndpoint({
  baseUrl,
  apiKey,
  kind,
}: Pick<GraphRagConfig, 'baseUrl' | 'apiKey' | 'kind'>): GraphRagEndpoint {
  // LightRAG takes its key in a header of its own, and refuses it in the other.
  const key: Record<string, string> =
    kind === 'lightrag' ? { 'x-api-key': apiKey } : { authorization: `Bearer ${apiKey}` };
  return {
    call: async (method, path, signal, body) => {
      const { status, ok, text } = await answerOf(`${baseUrl}${path}`, signal, {
        method,
        headers: {
          accept: 'application/json',
          ...(apiKey !== '' && key),
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
      });
      if (ok) return fromJson(text);
      if (status === NOT_FOUND) return absent;
      const refused = status === UNAUTHORIZED || status === FORBIDDEN;
      throw new GraphRagError(
        `the GraphRAG service answered with status ${status}${refused ? ': check RAG_API_KEY' : ''}`,
        refused || FOR_GOOD.includes(status) ? 'rejected' : 'overloaded',
        status,
      );
    },
  };
}

async function answerOf(
  url: string,
  signal: AbortSignal,
  init: RequestInit,
): Promise<{ status: number; ok: boolean; text: string }> {
  try {
    // People's files and the key go nowhere else.
    const response = await fetch(url, { ...init, signal, redirect: 'error' });
    return { status: response.status, ok: response.ok, text: await textOf(response) };
  } catch (error) {
    if (error instanceof GraphRagError) throw error;
    throw signal.aborted
      ? new GraphRagError('the GraphRAG service did not answer in time', 'timeout')
      : new GraphRagError(`the GraphRAG service cannot be reached${codeOf(error)}`, 'refused');
  }
}

async function textOf({ body }: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop early ends the connection.
  for await (const piece of (body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += piece.byteLength;
    if (bytes > ANSWER_MAX) throw new GraphRagError('the GraphRAG service answers without end', 'malformed');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}
