import { createServer, request, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** Changes the text that the product answers under a path. */
export type Change = (text: string) => string;

/** Stands before a product under an address of its own, and can go away and come back as a server does. */
export interface Gate {
  url: string;
  /** By path; `/index.html` is the page itself. */
  readonly changes: Map<string, Change>;
  /** Nobody listens any more, and whoever was connected is cut off. */
  shut(): Promise<void>;
  /** Listens again under the same address. */
  open(): Promise<void>;
}

export async function startGate(target: string): Promise<Gate> {
  const { hostname, port: targetPort } = new URL(target);
  const changes = new Map<string, Change>();
  const sockets = new Set<Duplex>();
  const server = createServer((asked, answer) => pass(target, changes, asked, answer));
  const held = (socket: Duplex) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
  };
  server.on('connection', held);
  server.on('upgrade', (asked: IncomingMessage, client: Duplex, head: Buffer) => {
    const beyond: Socket = connect(Number(targetPort), hostname);
    held(beyond);
    beyond.write(headOf(asked));
    beyond.write(head);
    beyond.pipe(client).pipe(beyond);
    client.on('close', () => beyond.destroy());
  });
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    changes,
    open: () => listen(port),
    shut: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function pass(target: string, changes: Gate['changes'], asked: IncomingMessage, answer: ServerResponse): void {
  const { pathname } = new URL(asked.url ?? '/', target);
  const change = changes.get(pathname === '/' ? '/index.html' : pathname);
  const headers = change ? readable(asked.headers) : asked.headers;
  const beyond = request(new URL(asked.url ?? '/', target), { method: asked.method, headers }, (reply) => {
    if (!change) {
      answer.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(answer);
      return;
    }
    const chunks: Buffer[] = [];
    reply.on('data', (chunk: Buffer) => chunks.push(chunk));
    reply.on('end', () => {
      const body = Buffer.from(change(Buffer.concat(chunks).toString('utf8')));
      const kept = without(reply.headers, 'content-length', 'etag', 'last-modified');
      answer.writeHead(reply.statusCode ?? 502, { ...kept, 'content-length': body.length });
      answer.end(body);
    });
  });
  beyond.on('error', () => answer.destroy());
  asked.pipe(beyond);
}

/** What is changed has to be there, whatever the browser holds of it, and to be text. */
function readable(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return { ...without(headers, 'if-none-match', 'if-modified-since'), 'accept-encoding': 'identity' };
}

function without(headers: IncomingHttpHeaders, ...names: string[]): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}

function headOf({ method, url, rawHeaders }: IncomingMessage): string {
  const lines = rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${rawHeaders[at + 1] ?? ''}`] : []));
  return [`${method ?? 'GET'} ${url ?? '/'} HTTP/1.1`, ...lines, '', ''].join('\r\n');
}
