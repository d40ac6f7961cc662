import { afterEach } from 'vitest';
import { startModelServer, type ModelServer, type ModelServerOptions } from '../src/model/server';

const started: ModelServer[] = [];

afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.close()));
});

/** Starts a server that is closed after the test. */
export async function start(options: ModelServerOptions = {}): Promise<ModelServer> {
  const server = await startModelServer(options);
  started.push(server);
  return server;
}

export async function post(url: string, body: unknown, signal?: AbortSignal): Promise<Response> {
  return fetch(url, { method: 'POST', body: JSON.stringify(body), signal });
}

/** Asks for a completion, streamed unless `more` says otherwise. */
export async function ask(
  server: ModelServer,
  more: Record<string, unknown> = {},
  signal?: AbortSignal,
): Promise<Response> {
  const body = { model: 'huati-demo', stream: true, messages: [{ role: 'user', content: '你好' }], ...more };
  return post(`${server.url}/v1/chat/completions`, body, signal);
}

interface Choice {
  delta: { role?: string; content?: string; reasoning?: string; reasoning_content?: string };
  finish_reason: string | null;
}

export interface Event {
  /** Absent where the event tells an error. */
  choices?: Choice[];
  usage?: Record<string, unknown>;
  error?: { message: string };
}

export interface ReadStream {
  text: string;
  reasoning: string;
  finishReason: string | null;
  events: Event[];
  usage: Record<string, unknown> | undefined;
  /** Data that is no JSON. */
  malformed: string[];
  /** Whether `[DONE]` came last. */
  done: boolean;
}

/** The `data:` of each event of `body`. */
export function splitEvents(body: string): string[] {
  const events = body.split('\n\n').filter((event) => event !== '');
  return events.map((event) => event.replace(/^data: /, ''));
}

/** Reads an answer as a client would. */
export async function readStream(response: Response): Promise<ReadStream> {
  return interpret(await response.text());
}

export function interpret(body: string): ReadStream {
  const data = splitEvents(body);
  const done = data.at(-1) === '[DONE]';
  const malformed: string[] = [];
  const events = data.filter((piece) => piece !== '[DONE]').flatMap((piece) => parse(piece, malformed));
  const choices = events.flatMap((event) => event.choices ?? []);
  return {
    text: choices.map(({ delta }) => delta.content ?? '').join(''),
    reasoning: choices.map(({ delta }) => delta.reasoning ?? delta.reasoning_content ?? '').join(''),
    finishReason: choices.map((choice) => choice.finish_reason).find((reason) => reason !== null) ?? null,
    usage: events.find((event) => event.usage !== undefined)?.usage,
    events,
    malformed,
    done,
  };
}

function parse(piece: string, malformed: string[]): Event[] {
  try {
    return [JSON.parse(piece) as Event];
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    malformed.push(piece);
    return [];
  }
}

/** Everything that arrives until the connection breaks, and how it broke. */
export async function readUntilBroken(response: Response): Promise<{ bytes: string; error: unknown }> {
  const pieces: Uint8Array[] = [];
  try {
    for await (const piece of piecesOf(response)) pieces.push(piece);
  } catch (error) {
    return { bytes: Buffer.concat(pieces).toString('utf8'), error };
  }
  return { bytes: Buffer.concat(pieces).toString('utf8'), error: undefined };
}

/** The body as the pieces in which it arrives. */
export function piecesOf(response: Response): AsyncIterable<Uint8Array> {
  if (!response.body) throw new Error('The answer has no body.');
  return response.body as AsyncIterable<Uint8Array>;
}
