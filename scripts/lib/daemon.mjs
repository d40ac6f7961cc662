import { spawn } from 'node:child_process';
import { connect } from 'node:net';

const READY_MS = 60_000;
const GRACE_MS = 15_000;

/** @param {number} port @returns {Promise<boolean>} whether something accepts connections on it */
function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => resolve(socket.destroy() !== undefined));
    socket.once('error', () => resolve(false));
  });
}

/** @param {number} ms */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Starts a server that tests need and waits until it accepts connections.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {number} port of 127.0.0.1 on which it is going to listen
 * @returns {Promise<() => Promise<void>>} stops it and waits for its end
 * Throws with its output where it ends or does not listen in time.
 */
export async function startDaemon(program, args, port) {
  // A group of its own: Ctrl+C in the terminal must not end it under the tests that are just being stopped.
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  /** @type {Promise<void>} */
  const ended = new Promise((resolve) => {
    child.once('close', () => resolve());
    child.once('error', (error) => {
      output += String(error);
      resolve();
    });
  });
  let over = false;
  void ended.then(() => (over = true));

  const stop = async () => {
    if (over) return;
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
    await ended;
    clearTimeout(timer);
  };
  const deadline = Date.now() + READY_MS;
  while (!over && Date.now() < deadline) {
    if (await accepts(port)) return stop;
    await pause(50);
  }
  await stop();
  throw new Error(`${program} did not start:\n${output.slice(-4000)}`);
}
