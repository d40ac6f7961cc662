/**
 * A model endpoint for measuring: every stream gets its next token at the same tick, as from one step of a vLLM engine.
 * Each answer is a text of TOKENS tokens at RATE a second; the first token comes FIRST_MS after the request. Where
 * STAMPED is set, a token ends with the time it left: `<ms since the machine started>`.
 */
import { createServer } from 'node:http';

const tokens = Number(process.env.TOKENS ?? 400);
const rate = Number(process.env.RATE ?? 50);
const stamped = process.env.STAMPED === '1';
const firstMs = Number(process.env.FIRST_MS ?? 20);
const units = Number(process.env.UNITS_PER_TOKEN ?? 1.5);

const TEXT = '手机走进电梯时信号会断出来以后接着读话题里的每一句都要原样到达不多也不少';
/** @type {Set<{ res: import('node:http').ServerResponse, sent: number }>} */
const streams = new Set();

/** @param {string} content @param {string | null} finish */
function chunk(content, finish = null) {
  const choice = { index: 0, delta: { content }, logprobs: null, finish_reason: finish };
  const body = { id: 'chatcmpl-bench', object: 'chat.completion.chunk', created: 1, model: 'bench', choices: [choice] };
  return `data: ${JSON.stringify(body)}\n\n`;
}

/** Milliseconds of the one clock that all processes of a machine share. */
const clock = () => Number(process.hrtime.bigint() / 1000n) / 1000;

/** @param {{ res: import('node:http').ServerResponse, sent: number }} stream */
function step(stream) {
  if (stream.sent === tokens) {
    stream.res.end(`${chunk('', 'stop')}data: [DONE]\n\n`);
    streams.delete(stream);
    return;
  }
  const from = Math.floor(stream.sent * units);
  const length = Math.floor((stream.sent + 1) * units) - from;
  const text = Array.from({ length }, (_, at) => TEXT[(from + at) % TEXT.length]).join('');
  stream.sent += 1;
  stream.res.write(chunk(stamped ? `${text}<${clock().toFixed(2)}>` : text));
}

setInterval(() => streams.forEach(step), 1000 / rate);

const server = createServer((req, res) => {
  if (req.method === 'GET') {
    res.end(JSON.stringify({ object: 'list', data: [{ id: 'bench' }] }));
    return;
  }
  req.resume().once('end', () => {
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    const stream = { res, sent: 0 };
    const first = setTimeout(() => {
      step(stream);
      streams.add(stream);
    }, firstMs);
    res.once('close', () => {
      clearTimeout(first);
      streams.delete(stream);
    });
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object') console.log(`listening on http://127.0.0.1:${address?.port}`);
});
