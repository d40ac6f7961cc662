import { randomUUID } from 'node:crypto';
import {
  assemble,
  type Ack,
  type Asked,
  type ClientToServerEvents,
  type DoneEvent,
  type Followed,
  type ServerToClientEvents,
  type TopicEvent,
  type Watched,
} from '@huati/shared';
import { io, type Socket } from 'socket.io-client';
import { pause } from '../src/pause';

type TestSocket = Socket<ServerToClientEvents, ClientToServerEvents>;

/** How long an answer may take where a machine has much else to do, and how often it is looked whether it is there, in ms. */
const DONE_MS = 60_000;
const POLL_MS = 5;

/** What one connection was sent, put together by the rule of offsets. */
export interface TestClient {
  token: string;
  socket: TestSocket;
  /** Every event, oldest first: its name and arguments. */
  events: { name: string; args: unknown[] }[];
  text(ref: number): string;
  reasoning(ref: number): string;
  done(answerId: string): Promise<DoneEvent>;
  topics(): TopicEvent[];
  /** The acknowledgement of any event with any payload. */
  call(event: string, ...args: unknown[]): Promise<Ack<Record<string, unknown>>>;
  ask(
    text: string,
    more?: { topicId?: string; askId?: string; model?: string; attachmentIds?: string[] },
  ): Promise<Asked>;
  follow(answerId: string, offset: number): Promise<Followed>;
  /** Watches a live share. */
  watch(request: { shareId: string; pass?: string; answerId?: string; offset?: number }): Promise<Watched>;
}

/** Connects, without a token as somebody who can but watch shares; rejects with the server's refusal. */
export async function connect(url: string, token?: string): Promise<TestClient> {
  const socket: TestSocket = io(url, {
    auth: { ...(token === undefined ? { viewer: true } : { token }), v: 1 },
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
  });
  const events: TestClient['events'] = [];
  const held = { text: new Map<number, string>(), reasoning: new Map<number, string>() };
  const ends = new Map<string, DoneEvent>();
  socket.onAny((name: string, ...args: unknown[]) => events.push({ name, args }));
  socket.on('delta', (ref, offset, text, kind) => {
    const target = kind === 1 ? held.reasoning : held.text;
    const next = assemble(target.get(ref) ?? '', offset, text);
    if (next.kind === 'missing') throw new Error(`a piece is missing from ${next.from} on`);
    target.set(ref, next.text);
  });
  socket.on('done', (end) => ends.set(end.answerId, end));
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });

  /** `apply`: done with the acknowledgement at once, for the pieces behind it in the same read do not wait for a promise. */
  const emit = <T>(event: string, args: unknown[], apply?: (told: T) => void): Promise<Ack<Record<string, unknown>>> =>
    new Promise((resolve, reject) => {
      const acknowledged = (error: Error | null, result: Ack<Record<string, unknown>>): void => {
        if (error) return reject(error);
        if (result.ok) apply?.(result as T);
        resolve(result);
      };
      socket.timeout(30_000).emit(event as 'stop', ...([...args, acknowledged] as [never, never]));
    });
  const call: TestClient['call'] = (event, ...args) => emit(event, args);
  const must = async <T>(event: string, payload: unknown, apply?: (told: T) => void): Promise<T> => {
    const result = await emit(event, [payload], apply);
    if (!result.ok) throw new Error(`${event} was refused: ${result.error.code}: ${result.error.message}`);
    return result as T;
  };
  /** What is held of an answer once it was told again from an offset on. */
  const resumed = ({ ref, offset, text }: Pick<Followed, 'ref' | 'offset' | 'text'>): void => {
    const before = (held.text.get(ref) ?? '').slice(0, offset).padEnd(offset, '?');
    held.text.set(ref, before + text);
  };
  return {
    token: token ?? '',
    socket,
    events,
    text: (ref) => held.text.get(ref) ?? '',
    reasoning: (ref) => held.reasoning.get(ref) ?? '',
    done: async (answerId) => {
      for (let waited = 0; waited < DONE_MS; waited += POLL_MS) {
        const end = ends.get(answerId);
        if (end) return end;
        await pause(POLL_MS);
      }
      throw new Error(`the answer is not done within ${DONE_MS} ms`);
    },
    topics: () => events.filter(({ name }) => name === 'topic').map(({ args }) => args[0] as TopicEvent),
    call,
    ask: (text, more = {}) => must<Asked>('ask', { askId: randomUUID(), text, ...more }),
    follow: (answerId, offset) => must<Followed>('follow', { answerId, offset }, resumed),
    watch: (request) =>
      must<Watched>('watch', request, ({ ref, offset = 0, text = '' }) => {
        if (ref !== undefined) resumed({ ref, offset, text });
      }),
  };
}

/** A call of the HTTP API with its status and body. */
export async function api(
  url: string,
  token: string | undefined,
  path: string,
  init: { method?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<{ status: number; type: string; headers: Headers; body: unknown }> {
  const response = await fetch(`${url}${path}`, {
    method: init.method ?? 'GET',
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(init.body !== undefined && { 'content-type': 'application/json' }),
      ...init.headers,
    },
    ...(init.body !== undefined && { body: typeof init.body === 'string' ? init.body : JSON.stringify(init.body) }),
  });
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  return {
    status: response.status,
    type,
    headers: response.headers,
    body: type.includes('json') ? JSON.parse(text) : text,
  };
}
