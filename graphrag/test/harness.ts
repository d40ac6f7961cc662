import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DocumentSent, RetrieveAnswer } from '@huati/shared';
import { startModelServer, type ModelServer, type ModelServerOptions } from '@huati/local/model';
import { afterEach } from 'vitest';
import { createLogger, readConfig, startGraphRag, type GraphRag } from '../src';
import type { ToldDocument } from '../src/command/document';

const SCHEMA = join(import.meta.dirname, '../sample/schema.json');
export const SAMPLE = join(import.meta.dirname, '../sample');

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A folder that is gone after the test. */
export async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'huati-graphrag-'));
  closing.push(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** A scripted model, closed after the test. */
export async function model(options: ModelServerOptions = {}): Promise<ModelServer> {
  const server = await startModelServer({ maxModelLen: 100_000, ...options });
  closing.push(() => server.close());
  return server;
}

/** The variables by which the service finds entities, or meanings, with a scripted model. */
export const finding = ({ url }: ModelServer) => ({ GRAPHRAG_LLM_BASE_URL: `${url}/v1` });
export const embedding = ({ url }: ModelServer) => ({ EMBED_BASE_URL: `${url}/v1`, EMBED_MODEL: 'huati-demo' });

/** The service with a folder of its own where `env` names none, closed after the test. */
export async function service(env: Record<string, string> = {}): Promise<Client> {
  const dir = env.GRAPHRAG_DATA_DIR ?? (await folder());
  const config = readConfig({ GRAPHRAG_PORT: '0', GRAPHRAG_SCHEMA: SCHEMA, ...env, GRAPHRAG_DATA_DIR: dir });
  const started = await startGraphRag(config, createLogger('silent'));
  closing.push(() => started.close());
  return new Client(started, env.GRAPHRAG_API_KEY);
}

export interface Answered {
  status: number;
  body: unknown;
  headers: Headers;
}

/** Asks a service over HTTP. */
export class Client {
  constructor(
    readonly started: Pick<GraphRag, 'url' | 'settled' | 'close'>,
    private readonly key?: string,
  ) {}

  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answered> {
    const isRaw = typeof body === 'string' || body instanceof Uint8Array;
    const response = await fetch(`${this.started.url}${path}`, {
      method,
      headers: {
        ...(this.key !== undefined && { authorization: `Bearer ${this.key}` }),
        ...(body !== undefined && { 'content-type': isRaw ? 'application/octet-stream' : 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: isRaw ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
  }

  /** Sends a document of passages with these texts, and waits until it is taken in. */
  async put(id: string, texts: readonly string[], document: Partial<DocumentSent> = {}): Promise<ToldDocument> {
    const passages = texts.map((text, at) => ({ n: at + 1, text, place: { page: at + 1 } }));
    const sent = { owner: '', title: id, mime: 'text/plain', passages, ...document };
    const { status, body } = await this.call('PUT', `/documents/${encodeURIComponent(id)}`, sent);
    if (status !== 202) throw new Error(`PUT ${id}: ${status} ${JSON.stringify(body)}`);
    return this.finished(id);
  }

  /** The document once it is not processed any more. */
  async finished(id: string): Promise<ToldDocument> {
    for (;;) {
      const document = await this.document(id);
      if (document.status !== 'processing') return document;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async document(id: string): Promise<ToldDocument> {
    const { body } = await this.call('GET', `/documents/${encodeURIComponent(id)}`);
    return body as ToldDocument;
  }

  async ask(query: string, more: object = {}): Promise<RetrieveAnswer> {
    const { status, body } = await this.call('POST', '/retrieve', { query, ...more });
    if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
    return body as RetrieveAnswer;
  }

  async about(): Promise<Record<string, unknown>> {
    return (await this.call('GET', '/about')).body as Record<string, unknown>;
  }
}
