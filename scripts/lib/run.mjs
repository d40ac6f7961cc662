import { spawn } from 'node:child_process';
import { root } from './paths.mjs';

/**
 * @typedef {object} Ended
 * @property {number} code exit code; 128 + n where a signal n ended it
 * @property {string} output standard output and error together, empty unless captured
 */

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/**
 * Runs a program to its end.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string | undefined>, capture?: boolean, shell?: boolean }} [options]
 *   `env` is added to the environment, a value of undefined removes a variable; with `capture` nothing is shown and
 *   the output is given back
 * @returns {Promise<Ended>}
 */
export function run(program, args, { cwd = root, env = {}, capture = false, shell = false } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = capture ? 'pipe' : 'inherit';
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio, shell });
    let output = '';
    running.add(child);
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text) => (output += text));
    child.once('error', (error) => {
      running.delete(child);
      reject(error);
    });
    child.once('close', (code, signal) => {
      running.delete(child);
      resolve({ code: code ?? (signal === 'SIGINT' ? 130 : 143), output });
    });
  });
}

/** Ends what `run` has under way: used when the command itself is told to end. */
export function endRunning() {
  for (const child of running) child.kill('SIGTERM');
}

/**
 * Runs npm: the one that runs this script where it does, so that the same version answers; else the one in the path.
 *
 * @param {string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export function npm(args, options) {
  const cli = process.env.npm_execpath;
  if (cli?.endsWith('.js')) return run(process.execPath, [cli, ...args], options);
  return run('npm', args, { ...options, shell: process.platform === 'win32' });
}

/**
 * Runs a program that a dependency brings, by its script, so that no shell is in between on any system.
 *
 * @param {string} script inside node_modules
 * @param {string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export function bin(script, args, options) {
  return run(process.execPath, [`${root}/node_modules/${script}`, ...args], options);
}
