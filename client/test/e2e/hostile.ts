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

/** A round in which everything that somebody may write is one of `payloads`, and a share of it under the title of each. */
export interface Written {
  payloads: readonly string[];
  shareIds: string[];
}

const WAIT_MS = 30_000;

/** What a service knows that has one of `payloads` in each of its names: a passage each, and a path that quotes them at its edges. */
export function knownAbout(payloads: readonly string[]): object {
  const passages = payloads.map((payload, at) => ({
    content: `${payload} 第 ${at + 2} 段`,
    score: 0.9,
    title: payload,
    metadata: { n: at + 2, kind: 'source', score_kind: 'bm25', chunk_id: `c${at}`, doc_id: payload, path_ids: [] },
  }));
  const edges = payloads.map((payload, at) => ({
    id: `e${at}`,
    source: `n${at}`,
    target: `n${at + 1}`,
    type: payload,
    label_zh: payload,
    directed: true,
    evidence: [`c${at}`],
    quotes: [{ chunk_id: `c${at}`, doc_id: payload, title: payload, text: payload }],
  }));
  const names = [...payloads, '末'];
  const nodes = names.map((name, at) => ({
    id: `n${at}`,
    label: name,
    name: `${name} ${at}`,
    role: at === 0 ? 'seed' : 'answer',
  }));
  const text = payloads.join(' ');
  const metadata = { n: 1, kind: 'path', score_kind: 'ppr', path_ids: ['p'] };
  return {
    retrieval_id: 'r',
    mode_used: 'graph',
    backend: 'memory',
    warnings: [],
    timings_ms: {},
    records: [{ content: `${text} 一路`, score: 0.95, title: payloads[0], metadata }, ...passages],
    graph: {
      nodes,
      edges,
      paths: [{ id: 'p', node_ids: nodes.map(({ id }) => id), edge_ids: edges.map(({ id }) => id), text, score: 1 }],
      truncated: false,
    },
    linked: [{ surface: text.slice(0, 5), start: 0, end: 5, node_id: 'n0', name: payloads[0], how: 'exact' }],
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
    // No form carries a control character in a name, and a file that has one is no text.
    const visible = payload.replace(/[^\P{Cc}\n\t]/gu, '');
    const name = `${payload.replace(/\p{Cc}/gu, '')}.txt`;
    form.append('file', new Blob([`${visible}\n\n甲方是乙方的股东。`]), name);
    const { attachment } = await own<{ attachment: Attachment }>('/uploads', { method: 'POST', body: form });
    for (const until = Date.now() + WAIT_MS; Date.now() < until;) {
      const { attachment: now } = await own<{ attachment: Attachment }>(`/uploads/${attachment.id}`);
      if (now.status === 'ready') return now.id;
      if (now.status === 'failed') throw new Error('the file was not read');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('the file is not read');
  };

  return {
    /** Asks what begins with `text` and has all of `payloads`, with a file of each, and shares the round. */
    async shared(text: string, payloads: readonly string[]): Promise<Written> {
      const attachmentIds = await Promise.all(payloads.map(upload));
      const question = `${text}\n\n${payloads.join('\n\n')}\n\n甲方是谁的股东？`;
      const { topicId } = await ask(socket, { askId: randomUUID(), text: question, attachmentIds });
      const shareIds: string[] = [];
      for (const payload of payloads) {
        await own(`/topics/${topicId}`, { method: 'PATCH', body: { title: payload.slice(0, 200) } });
        const { share } = await own<ShareCreated>(`/topics/${topicId}/shares`, { method: 'POST', body: {} });
        shareIds.push(share.id);
      }
      return { payloads, shareIds };
    },
    /** Asks on in a topic, or begins one, with nothing looked up. Out: the topic. */
    async asked(text: string, topicId?: string): Promise<string> {
      return (await ask(socket, { askId: randomUUID(), text, retrieval: 'off', topicId })).topicId;
    },
    close: () => void socket.close(),
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
