import { bffOutput } from './bff-output.mjs';
import { startChild } from './children.mjs';
import { at } from './paths.mjs';
import { Told } from './say.mjs';
import { answers } from './wait.mjs';

const READY_MS = 60_000;
/** How long a start waits for what answers go on without, in ms. */
const KNOWLEDGE_MS = 30_000;
/** As pino counts levels. */
const INFO = 30;
const KNOWLEDGE_LINE = /^graphrag listening on (http:\/\/\S+)/;
const MODEL_LINE = /^model listening on (http:\/\/127\.0\.0\.1:\d+)/;

/** The name of the GraphRAG service's process. */
export const KNOWLEDGE = 'GraphRAG service';

/** @typedef {import('./children.mjs').Child} Child */

/**
 * Starts the demo model.
 *
 * @param {Child[]} children where the process is added at once, so that it is stopped whatever happens next
 * @param {AbortSignal} signal ends the wait
 * @returns {Promise<string>} its address, without /v1
 * Throws Told where it ends or stays silent.
 */
export async function startModel(children, signal) {
  /** @type {string[]} */
  const output = [];
  /** @type {Promise<string>} */
  const url = new Promise((resolve) => {
    // As long a context as the server is told of, so that a small one can be tried without a real model.
    const env = { DEMO_MODEL_PORT: '0', DEMO_MODEL_MAX_LEN: process.env.LLM_MAX_MODEL_LEN || undefined };
    const child = startChild('demo model', 'deploy/local/dist/model.js', env, (line) => {
      output.push(line);
      const found = MODEL_LINE.exec(line)?.[1];
      if (found) resolve(found);
    });
    children.push(child);
  });
  return firstOf('demo model', url, children, signal, () => output);
}

/**
 * Starts the GraphRAG service and waits until what it takes in at its start can be asked about: a sample of which half is there
 * would be answered from by halves.
 *
 * @param {Child[]} children where the process is added at once
 * @param {{ env: Record<string, string | undefined>, from: number, signal: AbortSignal }} options `env` is added to the
 *   environment
 * @returns {Promise<string>} its address
 * Throws Told where it ends or stays silent.
 */
export async function startKnowledge(children, { env, from, signal }) {
  /** @type {(url: string) => void} */
  let found = () => undefined;
  /** @type {Promise<string>} */
  const url = new Promise((resolve) => (found = resolve));
  const output = bffOutput({ from, print: (line) => console.error(line) });
  const settings = { NODE_ENV: 'production', ...env };
  const child = startChild(KNOWLEDGE, 'graphrag/dist/main.js', settings, (line) => {
    const told = KNOWLEDGE_LINE.exec(line)?.[1];
    if (told !== undefined) found(told);
    // Not yet ready is what is being waited for, and no fault to tell.
    else if (!line.includes('"path":"/readyz"')) output.take(line);
  });
  children.push(child);
  const ready = url.then(async (address) => {
    if (await answers(`${address}/readyz`, KNOWLEDGE_MS, signal)) return address;
    throw new Told(`  The GraphRAG service listens on ${address}, but /readyz does not answer 200.`);
  });
  return firstOf(KNOWLEDGE, ready, [child], signal, output.unseen);
}

/**
 * Starts the BFF and waits until it is ready.
 *
 * @param {Child[]} children where the process is added at once
 * @param {{ env: Record<string, string | undefined>, from: number, signal: AbortSignal }} options `env` is added to the
 *   environment, log lines of the level `from` and above are shown
 * @returns {Promise<number>} the port it listens on
 * Throws Told where it ends or does not become ready.
 */
export async function startBff(children, { env, from, signal }) {
  const output = bffOutput({ from, print: (line) => console.error(line) });
  const CLIENT_DIR = at('client', 'dist', 'build', 'h5');
  // Its port is read from a line of this level.
  const LOG_LEVEL = from > INFO ? 'info' : process.env.LOG_LEVEL;
  const settings = { NODE_ENV: 'production', CLIENT_DIR, LOG_LEVEL, ...env };
  children.push(startChild('server', 'bff/dist/main.js', settings, output.take));
  const ready = output.port.then(async (port) => {
    if (await answers(`http://127.0.0.1:${port}/readyz`, READY_MS, signal)) return port;
    throw new Told(`  The server listens on port ${port}, but /readyz does not answer 200.`);
  });
  return firstOf('server', ready, children, signal, output.unseen);
}

/**
 * What comes first: the child that was started last is up, a child ends, the time passes, or the whole is told to end.
 *
 * @template T
 * @param {string} name
 * @param {Promise<T>} up
 * @param {Child[]} children
 * @param {AbortSignal} signal
 * @param {() => string[]} output what to show where it fails
 * @returns {Promise<T>}
 */
async function firstOf(name, up, children, signal, output) {
  const timeMs = name === KNOWLEDGE ? KNOWLEDGE_MS : READY_MS;
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  /** @type {Promise<never>} */
  const failed = new Promise((_, reject) => {
    const fail = (/** @type {string} */ why) => reject(new Told([...output(), `\n  ${why}`].join('\n')));
    for (const child of children) {
      // What answers go on without ends no start but its own.
      if (child.name === KNOWLEDGE && name !== KNOWLEDGE) continue;
      void child.ended.then((code) => fail(`The ${child.name} ended with code ${code} before the start was complete.`));
    }
    signal.addEventListener('abort', () => fail('Stopped. 已停止。'), { once: true });
    if (signal.aborted) fail('Stopped. 已停止。');
    timer = setTimeout(() => fail(`The ${name} was not ready in ${timeMs / 1000} s.`), timeMs);
  });
  try {
    return await Promise.race([up, failed]);
  } finally {
    clearTimeout(timer);
    failed.catch(() => undefined);
  }
}
