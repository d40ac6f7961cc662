import { randomUUID } from 'node:crypto';
import {
  PROTOCOL_VERSION,
  type Ack,
  type Asked,
  type Attachment,
  type Session,
  type ShareCreated,
} from '@huati/shared';
import { io, type Socket } from 'socket.io-client';

/** A topic in which everything that somebody may write is `payload`, and a share of it. */
export interface Written {
  payload: string;
  topicId: string;
  shareId: string;
}

const WAIT_MS = 30_000;

/** What a service knows that has `payload` in all its names: two passages, and a path with a quotation of each edge. */
export function knownAbout(body: unknown): object {
  const query = (body as { query?: unknown }).query;
  const payload = typeof query === 'string' ? query.replace(/^#\d+ /, '').slice(0, 300) : '';
  const passage = (n: number) => ({
    content: `${payload} 第 ${n} 段`,
    score: 0.9,
    title: payload,
    metadata: { n, kind: 'source', score_kind: 'bm25', chunk_id: `c${n}`, doc_id: payload, path_ids: [] },
  });
  const path = { n: 1, kind: 'path', score_kind: 'ppr', path_ids: ['p'] };
  const quotes = [{ chunk_id: 'c2', doc_id: payload, title: payload, text: payload }];
  const names = { type: payload, label_zh: payload, directed: true, evidence: ['c2'], quotes };
  return {
    retrieval_id: 'r',
    mode_used: 'graph',
    backend: 'memory',
    warnings: [],
    timings_ms: {},
    records: [{ content: `${payload} 一路`, score: 0.95, title: payload, metadata: path }, passage(2), passage(3)],
    graph: {
      nodes: [
        { id: 'a', label: payload, name: payload, role: 'seed' },
        { id: 'b', label: payload, name: `${payload} 二`, role: 'answer' },
      ],
      edges: [{ id: 'e', source: 'a', target: 'b', ...names }],
      paths: [{ id: 'p', node_ids: ['a', 'b'], edge_ids: ['e'], text: payload, score: 1 }],
      truncated: false,
    },
    linked: [{ surface: payload.slice(0, 5), start: 0, end: 5, node_id: 'a', name: payload, how: 'exact' }],
    plan: { template_id: 'chain', params: {} },
    direct: null,
    degraded: false,
    private: false,
  };
}

/** Writes as one guest, over the product's own interfaces. */
export async function writer(origin: string, deviceId: string) {
  const call = async <T>(path: string, init: { method?: string; body?: unknown } = {}, token?: string): Promise<T> => {
    const form = init.body instanceof FormData;
    const response = await fetch(`${origin}/api${path}`, {
      method: init.method ?? 'GET',
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(!form && { 'content-type': 'application/json' }),
      },
      body: init.body instanceof FormData ? init.body : init.body === undefined ? undefined : JSON.stringify(init.body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
  const guest = { method: 'POST', body: { kind: 'guest', deviceId } };
  const { token } = await call<Session>('/sessions', guest);
  const socket = io(origin, { auth: { token, v: PROTOCOL_VERSION }, transports: ['websocket'], forceNew: true });
  const own = <T>(path: string, init?: { method?: string; body?: unknown }) => call<T>(path, init, token);

  const upload = async (payload: string): Promise<string> => {
    const form = new FormData();
    // No form carries a control character in a name.
    const name = `${payload.replace(/\p{Cc}/gu, '')}.txt`;
    form.append('file', new Blob([`${payload}\n\n甲方是乙方的股东。`]), name);
    const { attachment } = await own<{ attachment: Attachment }>('/uploads', { method: 'POST', body: form });
    for (const until = Date.now() + WAIT_MS; Date.now() < until;) {
      const { attachment: now } = await own<{ attachment: Attachment }>(`/uploads/${attachment.id}`);
      if (now.status === 'ready') return now.id;
      if (now.status === 'failed') throw new Error('the file was not read');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('the file is not read');
  };

  return async (payload: string, n: number): Promise<Written> => {
    const attachmentIds = [await upload(payload)];
    const asked = await ask(socket, { askId: randomUUID(), text: `#${n} ${payload} 甲方是谁的股东？`, attachmentIds });
    const title = payload.slice(0, 200);
    await own(`/topics/${asked.topicId}`, { method: 'PATCH', body: { title } });
    const { share } = await own<ShareCreated>(`/topics/${asked.topicId}/shares`, { method: 'POST', body: {} });
    return { payload, topicId: asked.topicId, shareId: share.id };
  };
}

/** Asks, and waits for the answer's end. */
async function ask(socket: Socket, question: object): Promise<Asked> {
  const ends = new Set<string>();
  const note = ({ answerId }: { answerId: string }): void => void ends.add(answerId);
  socket.on('done', note);
  const ack = (await socket.timeout(WAIT_MS).emitWithAck('ask', question)) as Ack<Asked>;
  if (!ack.ok) throw new Error(`the question was refused: ${ack.error.code}`);
  for (const until = Date.now() + WAIT_MS; !ends.has(ack.answerId);) {
    if (Date.now() > until) throw new Error('no end of the answer');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  socket.off('done', note);
  return ack;
}
