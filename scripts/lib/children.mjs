import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { at, root } from './paths.mjs';

// The BFF closes its connections in 5 s unless it is told otherwise; who has not ended by then is ended.
const GRACE_MS = 10_000;

/**
 * @typedef {object} Child
 * @property {string} name
 * @property {Promise<number>} ended its exit code; 128 + n where a signal n ended it, 127 where it could not start
 * @property {() => Promise<void>} stop asks it to end, waits, and ends it by force where it does not
 */

/**
 * Starts a Node program of ours as a child that cannot outlive this process.
 *
 * @param {string} name
 * @param {string} script below the root
 * @param {Record<string, string | undefined>} env added to the environment; undefined removes
 * @param {(line: string) => void} onLine each line of its output and errors
 * @param {{ args?: string[], cwd?: string }} [options]
 * @returns {Child}
 */
export function startChild(name, script, env, onLine, { args = [], cwd = root } = {}) {
  const guard = pathToFileURL(at('scripts', 'lib', 'with-parent.mjs')).href;
  const child = spawn(process.execPath, ['--enable-source-maps', '--import', guard, at(script), ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
    // A group of its own: Ctrl+C in the terminal reaches this process alone, which then stops the children in order.
    detached: process.platform !== 'win32',
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', onLine);
  }
  /** @type {Promise<number>} */
  const ended = new Promise((resolve) => {
    child.once('error', (error) => {
      onLine(String(error));
      resolve(127);
    });
    child.once('close', (code, signal) => resolve(code ?? (signal === 'SIGKILL' ? 137 : 143)));
  });
  return { name, ended, stop: () => stop(child, ended) };
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {Promise<number>} ended
 */
async function stop(child, ended) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
  await ended;
  clearTimeout(timer);
}

/**
 * Stops children one after the other.
 *
 * @param {Child[]} children in the order in which they must end
 */
export async function stopInOrder(children) {
  for (const child of children) await child.stop();
}
