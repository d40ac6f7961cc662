/**
 * How quickly files are read, what memory that takes, and what a chat notices of 20 uploads beside it.
 * `node bench/files.mjs [formats…]`; `chat` among them: the last part alone.
 */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { goal, quantile, table } from './lib/figures.mjs';
import { start, startServer, tidy } from './lib/processes.mjs';
import { readers } from './lib/readers.mjs';

const FORMATS = ['pdf', 'pdf, named font', 'pdf, scanned', 'docx', 'xlsx', 'pptx', 'csv', 'markdown', 'html'];
const UPLOADS = 20;
const SECONDS = 20;
const LISTENING = /listening on (\S+)/;
const MB = 1024 * 1024;
const asked = process.argv.slice(2);
const script = (/** @type {string} */ name) => fileURLToPath(new URL(`../extraction/test/${name}`, import.meta.url));
/** @param {string[]} args @returns {Promise<string>} */
const typescript = async (...args) =>
  (await promisify(execFile)(process.execPath, ['--import', 'tsx', ...args], { encoding: 'utf8' })).stdout;

/** @param {string} format */
async function speedOf(format) {
  const bare = JSON.parse(await typescript(script('speed.ts'), format, 'bare'));
  const ours = JSON.parse(await typescript(script('speed.ts'), format, 'ours'));
  return [
    format,
    ours.pages.toFixed(0),
    ours.ms.toFixed(0),
    ((ours.pages / ours.ms) * 1000).toFixed(1),
    `${(ours.ms / bare.ms).toFixed(1)}x`,
    ((ours.peak - ours.before) / MB).toFixed(0),
    ((bare.peak - bare.before) / MB).toFixed(0),
  ];
}

/** @param {string} url @param {string[]} paths what to upload while a chat runs @returns {Promise<number[]>} */
async function gapsBeside(url, paths) {
  const session = { kind: 'guest', deviceId: randomUUID() };
  const { token } = await call(`${url}/api/sessions`, { body: JSON.stringify(session), json: true });
  /** @type {number[]} */
  const gaps = [];
  const ask = await readers.ours?.(url);
  let last = 0;
  const answer = ask?.(() => {
    if (last > 0) gaps.push(performance.now() - last);
    last = performance.now();
  });
  await Promise.all(paths.map((path) => uploaded(url, token, path)));
  await new Promise((resolve) => setTimeout(resolve, paths.length > 0 ? 0 : SECONDS * 1000));
  answer?.stop();
  return gaps;
}

/** @param {string} url @param {string} token @param {string} path */
async function uploaded(url, token, path) {
  const body = new FormData();
  body.set('file', new File([await readFile(path)], 'file'));
  let { attachment } = await call(`${url}/api/uploads`, { body, token });
  while (attachment.status === 'processing') {
    await new Promise((resolve) => setTimeout(resolve, 500));
    ({ attachment } = await call(`${url}/api/uploads/${attachment.id}`, { token }));
  }
  if (attachment.status !== 'ready') throw new Error(JSON.stringify(attachment));
}

/**
 * @typedef {{ token: string, attachment: { id: string, status: string } }} Answered
 *
 * @param {string} url
 * @param {{ body?: string | FormData, token?: string, json?: boolean }} options
 * @returns {Promise<Answered>}
 */
async function call(url, { body, token, json }) {
  const headers = {
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(json && { 'content-type': 'application/json' }),
  };
  const response = await fetch(url, { method: body === undefined ? 'GET' : 'POST', body: body ?? null, headers });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return /** @type {Promise<Answered>} */ (response.json());
}

async function besideChat() {
  const loop = join(tmpdir(), `huati-loop-${process.pid}.json`);
  process.env.LOOP_FILE = loop;
  process.env.UPLOADS_PER_MINUTE = '0';
  const paths = (await typescript(script('large-files.ts'), String(UPLOADS))).trim().split('\n');
  const model = await start('bench/lib/upstream.mjs', { TOKENS: '60000', RATE: '50' }, LISTENING);
  const preload = fileURLToPath(new URL('lib/loop-delay.mjs', import.meta.url));
  const server = await startServer(model.found, ['--import', preload]);
  const rows = [];
  let worst = 0;
  for (const [title, files] of /** @type {const} */ ([
    ['chat alone', []],
    [`beside ${UPLOADS} uploads`, paths],
  ])) {
    process.kill(server.pid, 'SIGUSR2');
    await new Promise((resolve) => setTimeout(resolve, 300));
    const since = performance.now();
    const gaps = await gapsBeside(server.url, [...files]);
    const seconds = (performance.now() - since) / 1000;
    process.kill(server.pid, 'SIGUSR2');
    await new Promise((resolve) => setTimeout(resolve, 500));
    const delay = JSON.parse(await readFile(loop, 'utf8'));
    worst = delay.p99;
    const ms = (/** @type {number} */ value) => value.toFixed(1);
    const gap = [ms(quantile(gaps, 0.5)), ms(quantile(gaps, 0.99))];
    rows.push([title, seconds.toFixed(1), ms(delay.p50), ms(delay.p99), ms(delay.max), ...gap]);
  }
  table(['', 'seconds', 'loop p50 ms', 'p99', 'max', 'gap of deltas p50 ms', 'p99'], rows);
  goal('event-loop delay p99 beside uploads', worst, 50, ' ms');
  await server.stop();
  await model.stop();
  for (const path of paths) await rm(path, { force: true });
  await rm(loop, { force: true });
}

const formats = asked.length > 0 ? asked.filter((name) => name !== 'chat') : FORMATS;
if (formats.length > 0) {
  const rows = [];
  for (const format of formats) rows.push(await speedOf(format));
  table(['format', 'pages', 'ms', 'pages/s', 'of bare', 'memory MB', 'bare MB'], rows);
}
if (asked.length === 0 || asked.includes('chat')) await besideChat();
await tidy();
