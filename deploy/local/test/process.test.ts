import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { readModelConfig } from '../src/config';

const MAIN = fileURLToPath(new URL('../src/model/main.ts', import.meta.url));
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function run(stdio: StdioOptions, env: Record<string, string> = {}): ChildProcess {
  const child = spawn(process.execPath, ['--import', TSX, MAIN], { stdio, env });
  children.push(child);
  return child;
}

async function readUrl(child: ChildProcess): Promise<string> {
  let output = '';
  for await (const piece of child.stdout ?? []) {
    output += String(piece);
    const url = /^model listening on (http:\/\/127\.0\.0\.1:\d+)\n/.exec(output)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error(`The model did not start: ${output}`);
}

async function exitCode(child: ChildProcess): Promise<unknown> {
  if (child.exitCode !== null) return child.exitCode;
  const [code] = (await once(child, 'exit')) as [unknown];
  return code;
}

const REQUEST = { model: 'huati-demo', stream: true, messages: [{ role: 'user', content: '长文' }] };

describe('the model as a process of its own', () => {
  it('answers as the demo, at its pace and without control, and ends with the pipe to its parent', async () => {
    const child = run(['pipe', 'pipe', 'inherit']);
    const url = await readUrl(child);
    expect((await fetch(`${url}/__requests`)).status).toBe(404);
    const sentAt = performance.now();
    const response = await fetch(`${url}/v1/chat/completions`, { method: 'POST', body: JSON.stringify(REQUEST) });
    const reader = response.body?.getReader();
    await reader?.read();
    expect(performance.now() - sentAt).toBeGreaterThan(290);
    // An answer still under way keeps nobody waiting.
    child.stdin?.end();
    expect(await exitCode(child)).toBe(0);
    await reader?.cancel().catch((error: unknown) => expect(error).toBeInstanceOf(TypeError));
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends on %s, with stdin at /dev/null', async (signal) => {
    const child = run(['ignore', 'pipe', 'inherit'], { DEMO_MODEL_CONTROL: '1', DEMO_MODEL_NAME: 'other' });
    const url = await readUrl(child);
    expect((await fetch(`${url}/__requests`)).status).toBe(200);
    expect(await (await fetch(`${url}/v1/models`)).json()).toMatchObject({ data: [{ id: 'other' }] });
    child.kill(signal);
    expect(await exitCode(child)).toBe(0);
  });

  it('ends when the channel to its parent closes', async () => {
    const child = run(['ignore', 'pipe', 'inherit', 'ipc']);
    await readUrl(child);
    child.disconnect();
    expect(await exitCode(child)).toBe(0);
  });

  it('says what is wrong with the environment, all at once, and ends', async () => {
    const child = run(['ignore', 'pipe', 'pipe'], { DEMO_MODEL_PORT: '70000', DEMO_MODEL_CONTROL: 'yes' });
    let errors = '';
    for await (const piece of child.stderr ?? []) errors += String(piece);
    expect(await exitCode(child)).toBe(1);
    expect(errors).toMatch(/DEMO_MODEL_PORT[^]*DEMO_MODEL_CONTROL/);
  });
});

describe('readModelConfig', () => {
  it('has defaults', () => {
    expect(readModelConfig({})).toEqual({
      port: 0,
      name: 'huati-demo',
      vision: false,
      maxModelLen: 10_000,
      tokensPerSecond: 40,
      firstTokenDelayMs: 300,
      control: false,
    });
  });
});
