import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { DocumentSent } from '@huati/shared';
import { Documents, Refusal } from './documents';
import { answerRetrieval, RETRIEVAL_PATHS, type RetrievalPlan } from './retrieval';
import { close, jsonOf, listen } from '../serving';

export type { RetrievalPlan };

export interface GraphRagServerOptions {
  /** 0, the default, picks a free one. */
  port?: number;
  /** What requests have to carry; undefined: nothing. */
  apiKey?: string;
  /** Whether it says that it takes documents; true where left out. */
  documents?: boolean;
  /** How long it works on a document, in ms. */
  processingMs?: number;
  /** How late it answers a document whose title begins with `slow`, in ms. */
  slowMs?: number;
}

/** A call as it came, told once its body is there. */
export interface GraphRagCall {
  method: string;
  path: string;
  body: unknown;
  headers: IncomingHttpHeaders;
}

export interface GraphRagServer {
  /** `http://127.0.0.1:PORT`. */
  url: string;
  port: number;
  /** What came, oldest first. */
  calls: readonly GraphRagCall[];
  /** Those of the method, to documents. */
  callsOf(method: string): GraphRagCall[];
  /** The documents that it holds, by their ids. */
  documents(): Record<string, DocumentSent>;
  /** Answers the next `times` calls of the method to documents with this status; 0 is no answer but a cut. */
  fail(method: string, status: number, times?: number): void;
  /** From now on questions are answered so, of every dialect. */
  planRetrieval(plan: RetrievalPlan): void;
  /** From now on it tells this version of what it knows; undefined: none. */
  setVersion(version: string | undefined): void;
  /** While it is away it cuts every connection and takes nothing, and yet nobody else gets its port. */
  setAway(away: boolean): void;
  /** The questions that came, oldest first. */
  questions(): GraphRagCall[];
  /** Forgets documents, calls, the failures planned and how questions are answered. */
  clear(): void;
  /** Stops listening and closes what is open. */
  close(): Promise<void>;
}

/** For a server in another process: `GET` tells what came, `DELETE` forgets it too. */
const CALLS = '/__calls';
const PROCESSING_MS = 300;
const SLOW_MS = 1500;
const DOCUMENT = /^\/documents\/([^/]+)$/;

interface Parts {
  documents: Documents;
  takes: boolean;
  apiKey: string | undefined;
  calls: GraphRagCall[];
  failures: Map<string, number[]>;
  retrieval: RetrievalPlan;
  version?: string | undefined;
  away: boolean;
}

/**
 * Starts a scripted GraphRAG service on 127.0.0.1 that takes documents and questions, by the contract in `@huati/shared` and the
 * dialects of others.
 * Errors: the listening socket's, for instance a taken port.
 */
export async function startGraphRagServer(options: GraphRagServerOptions = {}): Promise<GraphRagServer> {
  const { processingMs = PROCESSING_MS, slowMs = SLOW_MS } = options;
  const documents = new Documents({ processingMs, slowMs });
  const calls: GraphRagCall[] = [];
  const failures = new Map<string, number[]>();
  const parts: Parts = {
    documents,
    takes: options.documents ?? true,
    apiKey: options.apiKey,
    calls,
    failures,
    retrieval: {},
    away: false,
  };
  const server = createServer((req, res) => {
    if (parts.away) return void res.destroy();
    answer(req, res, parts)
      .then((said) => said && send(res, said.status, said.body))
      .catch((error: unknown) => refuse(res, error));
  });
  const port = await listen(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    calls,
    callsOf: (method) => calls.filter((call) => call.method === method && DOCUMENT.test(call.path)),
    documents: () => documents.all,
    fail: (method, status, times = 1) => {
      failures.set(method, [...(failures.get(method) ?? []), ...Array.from({ length: times }, () => status)]);
    },
    planRetrieval: (plan) => {
      parts.retrieval = plan;
    },
    setVersion: (version) => {
      parts.version = version;
    },
    setAway: (away) => {
      parts.away = away;
      if (away) server.closeAllConnections();
    },
    questions: () => calls.filter(({ path }) => RETRIEVAL_PATHS.includes(path)),
    clear: () => {
      documents.clear();
      parts.retrieval = {};
      parts.version = undefined;
      calls.length = 0;
      failures.clear();
    },
    close: () => close(server),
  };
}

/** Undefined where the answer is given already. */
async function answer(
  req: IncomingMessage,
  res: ServerResponse,
  parts: Parts,
): Promise<{ status: number; body?: object } | undefined> {
  const { takes, apiKey, calls } = parts;
  const method = req.method ?? '';
  const path = new URL(req.url ?? '/', 'http://127.0.0.1').pathname;
  if (path === CALLS) return { status: 200, body: method === 'DELETE' ? calls.splice(0) : [...calls] };
  const body = await jsonOf(req);
  calls.push({ method, path, body, headers: req.headers });
  if (apiKey !== undefined && !hasKey(req, apiKey)) throw new Refusal(401, 'no key');
  if (method === 'POST' && RETRIEVAL_PATHS.includes(path)) {
    await answerRetrieval(res, body, parts.retrieval);
    return undefined;
  }
  if (method === 'GET' && path === '/about') return { status: 200, body: { documents: takes, version: parts.version } };
  const id = DOCUMENT.exec(path)?.[1];
  if (id === undefined || !takes) throw new Refusal(404, 'no such address');
  return ofDocument(method, id, body, parts);
}

/** LightRAG refuses a key in the other's header, even beside its own. */
function hasKey({ url, headers }: IncomingMessage, key: string): boolean {
  if (url?.startsWith('/query')) return headers['x-api-key'] === key && headers.authorization === undefined;
  return headers.authorization === `Bearer ${key}`;
}

async function ofDocument(
  method: string,
  id: string,
  body: unknown,
  { documents, failures }: Parts,
): Promise<{ status: number; body?: object }> {
  const planned = failures.get(method)?.shift();
  if (planned !== undefined) throw new Refusal(planned, 'planned');
  if (method === 'GET') return { status: 200, body: documents.state(id) };
  if (method === 'PUT') await documents.put(id, body);
  else if (method === 'DELETE') documents.remove(id);
  else throw new Refusal(405, 'no such method');
  return { status: 204 };
}

function send(res: ServerResponse, status: number, body?: object): void {
  if (body) res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  else res.writeHead(status).end();
}

function refuse(res: ServerResponse, error: unknown): void {
  if (error instanceof Refusal && error.status !== 0) send(res, error.status, { error: error.message });
  else res.destroy();
}
