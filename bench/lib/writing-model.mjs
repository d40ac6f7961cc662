/**
 * A model endpoint that writes in steps. Asked `bench KIND BEFORE AFTER MARKED` it sends the first part of such an answer at once and
 * waits; `/standing` answers once that is so. `/go` has it write the rest at RATE tokens a second; that is answered once all has left, with the time at which each
 * mark did, ms since 1970. `/end` ends the answer. Whatever else is asked, it says 好.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { answer, mark } from './markdown.mjs';

const rate = Number(process.env.RATE ?? 50);
const clock = () => performance.timeOrigin + performance.now();

/** @type {{ res: import('node:http').ServerResponse, tail: string[] } | undefined} the answer that waits */
let open;

async function standing() {
  while (!open) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** @param {string} content @param {string | null} finish */
function chunk(content, finish = null) {
  const choice = { index: 0, delta: { content }, logprobs: null, finish_reason: finish };
  const body = { id: 'chatcmpl-bench', object: 'chat.completion.chunk', created: 1, model: 'bench', choices: [choice] };
  return `data: ${JSON.stringify(body)}\n\n`;
}

/** @param {import('node:http').IncomingMessage} req @param {import('node:http').ServerResponse} res */
async function complete(req, res) {
  let body = '';
  for await (const part of req) body += String(part);
  /** @type {{ messages: { role: string, content: unknown }[], stream?: boolean }} */
  const { messages, stream } = JSON.parse(body);
  const last = messages[messages.length - 1]?.content;
  const [, kind, before, after, marked] = /^bench (\w+) (\d+) (\d+) ([01])$/.exec(String(last)) ?? [];
  if (!stream) {
    res.end(
      JSON.stringify({ choices: [{ index: 0, message: { role: 'assistant', content: '好' }, finish_reason: 'stop' }] }),
    );
    return;
  }
  res.writeHead(200, { 'content-type': 'text/event-stream' });
  if (kind === undefined) {
    res.end(`${chunk('好')}${chunk('', 'stop')}data: [DONE]\n\n`);
    return;
  }
  const { head, tail } = answer(kind, Number(before), Number(after), marked === '1');
  res.write(chunk(head));
  open = { res, tail };
}

async function write() {
  /** @type {Record<number, number>} */
  const left = {};
  if (!open) return left;
  const { res, tail } = open;
  const from = mark(0).codePointAt(0) ?? 0;
  const began = performance.now();
  for (const [at, token] of tail.entries()) {
    const early = began + (at * 1000) / rate - performance.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    const n = (token.codePointAt(0) ?? 0) - from;
    if (n >= 0 && n < tail.length) left[n] = clock();
    res.write(chunk(token));
  }
  return left;
}

const server = createServer((req, res) => {
  if (req.url === '/go') void write().then((left) => res.end(JSON.stringify(left)));
  else if (req.url === '/standing') void standing().then(() => res.end());
  else if (req.url === '/end') {
    open?.res.end(`${chunk('', 'stop')}data: [DONE]\n\n`);
    open = undefined;
    res.end();
  } else if (req.method === 'GET') res.end(JSON.stringify({ object: 'list', data: [{ id: 'bench' }] }));
  else if (req.url === '/v1/chat/completions') void complete(req, res);
  else res.writeHead(404).end();
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const address = server.address();
if (typeof address === 'object') console.log(`listening on http://127.0.0.1:${address?.port}`);
