import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { startChild, stopInOrder } from '../lib/children.mjs';
import { at, root } from '../lib/paths.mjs';

const folder = mkdtempSync(join(tmpdir(), 'huati-children-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** @param {string} name @param {string} code @returns {string} the file, as startChild wants it */
function program(name, code) {
  const file = join(folder, name);
  writeFileSync(file, code);
  return relative(root, file);
}

const SERVER = "setInterval(() => {}, 1000); process.on('SIGTERM', () => process.exit(0)); console.log(process.pid);";

/** @param {number} pid */
function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH';
  }
}

/** @param {() => boolean} holds */
async function until(holds) {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 50));
}

describe('children', () => {
  it('are stopped one after the other', async () => {
    const script = program('server.mjs', SERVER);
    /** @type {string[]} */
    const order = [];
    const started = ['first', 'second'].map((name) => {
      /** @type {() => void} */
      let up = () => undefined;
      const ready = new Promise((resolve) => (up = () => resolve(undefined)));
      const child = startChild(name, script, {}, () => up());
      void child.ended.then(() => order.push(name));
      return { child, ready };
    });
    await Promise.all(started.map(({ ready }) => ready));
    await stopInOrder(started.map(({ child }) => child));
    expect(order).toEqual(['first', 'second']);
  });

  it('tell how they ended', async () => {
    const child = startChild('dying', program('dying.mjs', 'process.exit(7);'), {}, () => undefined);
    expect(await child.ended).toBe(7);
  });

  it.skipIf(process.platform === 'win32')('do not outlive a parent that is killed', async () => {
    const script = program('server.mjs', SERVER);
    const children = pathToFileURL(at('scripts/lib/children.mjs')).href;
    const parent = join(folder, 'parent.mjs');
    const code = `import { startChild } from '${children}';\nstartChild('x', '${script}', {}, console.log);`;
    writeFileSync(parent, code);
    const running = spawn(process.execPath, [parent], { stdio: ['ignore', 'pipe', 'inherit'] });
    const pid = Number(await new Promise((resolve) => running.stdout.once('data', (data) => resolve(String(data)))));
    expect(isAlive(pid)).toBe(true);
    running.kill('SIGKILL');
    await until(() => !isAlive(pid));
  });
});
