/**
 * What a live share costs: how long after the model each word is read by the viewers of one process and, in the same run, by the
 * owner, and the CPU of it. `node bench/live-share.mjs [viewers]`
 */
import { randomUUID } from 'node:crypto';
import { io } from 'socket.io-client';
import { goal, quantile, table } from './lib/figures.mjs';
import { cpuSeconds, residentBytes, start, startServer, tidy } from './lib/processes.mjs';

const viewers = Number(process.argv[2] ?? 200);
const SECONDS = 10;
const RATE = 50;
/** Before it is measured, in ms: the beginning of an answer is of another kind. */
const WARM_MS = 1000;

const clock = () => Number(process.hrtime.bigint() / 1000n) / 1000;

/** @param {string} url @param {object} auth */
async function connected(url, auth) {
  const socket = io(url, { auth: { ...auth, v: 1 }, transports: ['websocket'], forceNew: true });
  await new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(undefined));
    socket.once('connect_error', reject);
  });
  return socket;
}

/** @param {string} url @param {string | undefined} token @param {string} path @param {object} body */
async function post(url, token, path, body) {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  const response = await fetch(`${url}/api/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

let counting = false;
/** @param {import('socket.io-client').Socket} socket @param {number[]} delays */
function measure(socket, delays) {
  socket.on('delta', (_ref, _offset, text) => {
    const now = clock();
    if (counting) for (const [, at] of text.matchAll(/<([\d.]+)>/g)) delays.push(now - Number(at));
  });
}

const tokens = String((SECONDS + 3) * RATE);
const model = await start(
  'bench/lib/upstream.mjs',
  { TOKENS: tokens, RATE: String(RATE), STAMPED: '1' },
  /listening on (\S+)/,
);
const server = await startServer(model.found);
const { url } = server;
const { token } = /** @type {{ token: string }} */ (
  await post(url, undefined, 'sessions', { kind: 'guest', deviceId: randomUUID() })
);
const owner = await connected(url, { token });

const first = await owner.emitWithAck('ask', { askId: randomUUID(), text: '你好' });
await owner.emitWithAck('stop', { answerId: first.answerId });
const made = /** @type {{ share: { id: string } }} */ (
  await post(url, token, `topics/${first.topicId}/shares`, { live: true })
);

/** @type {{ own: number[], others: number[] }} */
const delays = { own: [], others: [] };
measure(owner, delays.own);
const watching = [];
for (let n = 0; n < viewers; n += 1) {
  const socket = await connected(url, { viewer: true });
  measure(socket, delays.others);
  const watched = await socket.emitWithAck('watch', { shareId: made.share.id });
  if (!watched.ok) throw new Error(JSON.stringify(watched));
  watching.push(socket);
}
const ends = [owner, ...watching].map((socket) => new Promise((resolve) => socket.once('done', resolve)));
await owner.emitWithAck('ask', { askId: randomUUID(), text: '再来', topicId: first.topicId });
await new Promise((resolve) => setTimeout(resolve, WARM_MS));
counting = true;
const before = cpuSeconds(server.pid);
await new Promise((resolve) => setTimeout(resolve, SECONDS * 1000));
counting = false;
const cpu = (cpuSeconds(server.pid) - before) / SECONDS;
await Promise.all(ends);

console.log(`\none answer of ${RATE} tokens/s, ${viewers} viewers on one process`);
table(
  ['from the model, ms', 'p50', 'p95', 'p99'],
  [
    ['the owner', ...[0.5, 0.95, 0.99].map((share) => quantile(delays.own, share).toFixed(0))],
    ['viewers', ...[0.5, 0.95, 0.99].map((share) => quantile(delays.others, share).toFixed(0))],
  ],
);
console.log(`read by each viewer: ${(delays.others.length / viewers).toFixed(0)} of ${RATE * SECONDS} tokens`);
console.log(`CPU ${(cpu * 100).toFixed(0)} % of a core, ${(residentBytes(server.pid) / 2 ** 20).toFixed(0)} MB`);
goal('lag of viewers, p95', quantile(delays.others, 0.95), 500, ' ms');
for (const socket of [owner, ...watching]) socket.disconnect();
await server.stop();
await model.stop();
await tidy();
process.exit(0);
