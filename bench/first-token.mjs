/**
 * Time to the first text of an answer, in ms: the model read directly, and through the server with storing and following
 * on, in turn within one run. `node bench/first-token.mjs [rounds]`, after `npm run build`.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { io } from 'socket.io-client';

const root = fileURLToPath(new URL('..', import.meta.url));
const rounds = Number(process.argv[2] ?? 40);
const data = await mkdtemp(join(tmpdir(), 'huati-bench-'));
/** @type {import('node:child_process').ChildProcess[]} */
const children = [];

/**
 * @param {string} file
 * @param {Record<string, string>} env
 * @param {RegExp} ready
 * @returns {Promise<string>} what `ready` found in its output
 */
function start(file, env, ready) {
  const child = spawn(process.execPath, [join(root, file)], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  return new Promise((resolve) => {
    let printed = '';
    child.stdout?.on('data', (bytes) => {
      printed += String(bytes);
      const found = ready.exec(printed)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
}

/** @param {number[]} values @param {number} share */
const quantile = (values, share) => [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? 0;

const pace = { DEMO_MODEL_PORT: '0', DEMO_MODEL_FIRST_TOKEN_MS: '20' };
const model = await start('deploy/local/dist/model.js', pace, /listening on (\S+)/);
const settings = {
  PORT: '0',
  DATA_DIR: data,
  LLM_BASE_URL: `${model}/v1`,
  LLM_MODEL: 'huati-demo',
  ASKS_PER_MINUTE: '0',
};
const port = await start('bff/dist/main.js', settings, /"port":(\d+)[^\n]*"listening"/);
const headers = { 'content-type': 'application/json' };
const session = await fetch(`http://127.0.0.1:${port}/api/sessions`, {
  method: 'POST',
  headers,
  body: JSON.stringify({ kind: 'guest', deviceId: randomUUID() }),
});
const { token } = await session.json();
const socket = io(`http://127.0.0.1:${port}`, { auth: { token, v: 1 }, transports: ['websocket'] });
await new Promise((resolve) => socket.once('connect', () => resolve(undefined)));

async function direct() {
  const startedAt = performance.now();
  const messages = [{ role: 'user', content: '你好' }];
  const response = await fetch(`${model}/v1/chat/completions`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ model: 'huati-demo', messages, stream: true }),
  });
  const decoder = new TextDecoder();
  for await (const bytes of response.body ?? []) {
    if (/"content":"[^"]/.test(decoder.decode(bytes, { stream: true }))) return performance.now() - startedAt;
  }
  throw new Error('the model said nothing');
}

async function throughServer() {
  const startedAt = performance.now();
  const first = new Promise((resolve) => socket.once('delta', () => resolve(performance.now() - startedAt)));
  const { answerId } = await socket.emitWithAck('ask', { askId: randomUUID(), text: '你好' });
  const ms = await first;
  await socket.emitWithAck('stop', { answerId });
  return Number(ms);
}

/** @type {Record<string, number[]>} */
const times = { direct: [], server: [] };
for (let round = -5; round < rounds; round += 1) {
  const pair = [await direct(), await throughServer()];
  if (round < 0) continue;
  times.direct?.push(pair[0] ?? 0);
  times.server?.push(pair[1] ?? 0);
}
socket.disconnect();
for (const child of children.reverse()) child.kill('SIGTERM');
await rm(data, { recursive: true, force: true });

for (const [name, values] of Object.entries(times)) {
  console.log(
    `${name.padEnd(8)} p50 ${quantile(values, 0.5).toFixed(1)} ms   p99 ${quantile(values, 0.99).toFixed(1)} ms`,
  );
}
const ratio = quantile(times.server ?? [], 0.5) / quantile(times.direct ?? [], 0.5);
console.log(`ratio at p50: ${ratio.toFixed(2)} over ${rounds} rounds`);
