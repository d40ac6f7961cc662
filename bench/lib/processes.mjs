import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Ticks of the processor's clock a second, as /proc counts them (`getconf CLK_TCK`, 100 on every Linux in use). */
const TICKS = 100;

/** @typedef {{ pid: number, found: string, stop: () => Promise<void> }} Running */

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();
/** @type {Set<string>} */
const folders = new Set();

process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));

/**
 * Starts a program of ours and waits until it prints what `ready` looks for.
 *
 * @param {string} file below the root
 * @param {Record<string, string>} env added to the environment
 * @param {RegExp} ready its first group is given as `found`
 * @param {string[]} [args] of Node
 * @returns {Promise<Running>}
 */
export function start(file, env, ready, args = []) {
  const child = spawn(process.execPath, [...args, join(root, file)], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  running.add(child);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return new Promise((resolve, reject) => {
    let printed = '';
    child.once('exit', (code) => {
      running.delete(child);
      reject(new Error(`${file} ended with code ${code}:\n${printed}`));
    });
    child.stdout?.on('data', (bytes) => {
      if (printed.length > 100_000) return;
      printed += String(bytes);
      const found = ready.exec(printed)?.[1];
      if (found === undefined) return;
      const stop = async () => {
        child.kill('SIGTERM');
        await ended;
      };
      resolve({ pid: child.pid ?? 0, found, stop });
    });
  });
}

/** @returns {Promise<string>} a folder that goes with this program */
export async function folder() {
  const path = await mkdtemp(join(tmpdir(), 'huati-bench-'));
  folders.add(path);
  return path;
}

/** Removes the folders. */
export async function tidy() {
  for (const path of folders) await rm(path, { recursive: true, force: true });
}

/**
 * @param {number} pid
 * @returns {number} seconds of CPU the process has used, its own and the kernel's for it
 */
export function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/**
 * @param {number} pid
 * @returns {number} bytes of memory the process holds
 */
export function residentBytes(pid) {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
}

/**
 * The server as it is deployed, over the model at `model`, with no limit in the way.
 *
 * @param {string} model its address, without /v1
 * @param {string[]} [args] of Node
 * @returns {Promise<Running & { url: string }>}
 */
export async function startServer(model, args = []) {
  const env = {
    PORT: '0',
    HOST: '127.0.0.1',
    DATA_DIR: await folder(),
    CLIENT_DIR: process.env.CLIENT_DIR ?? join(root, 'client/dist/build/h5'),
    LLM_BASE_URL: `${model}/v1`,
    LLM_MODEL: 'bench',
    ASKS_PER_MINUTE: '0',
    REQUESTS_PER_MINUTE: '0',
    MAX_RUNNING_ANSWERS: '10000',
  };
  const server = await start('bff/dist/main.js', env, /"port":(\d+)[^\n]*"listening"/, args);
  return { ...server, url: `http://127.0.0.1:${server.found}` };
}
