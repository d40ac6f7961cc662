import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ownEnvironment } from '../config';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const START_MS = 30_000;

/** One BFF as it is deployed, in a process of its own. */
export interface ServerProcess {
  readonly port: number;
  /** What it logged, a line each. */
  readonly lines: string[];
  /** SIGSTOP and SIGCONT, too. */
  signal(name: NodeJS.Signals): void;
  /** Resolves once it is gone, with its exit code. */
  readonly gone: Promise<number | null>;
}

/** Starts the built server under `env`, and waits until it listens. */
export async function startServerProcess(env: Record<string, string>): Promise<ServerProcess> {
  const child = spawn(process.execPath, [MAIN], {
    env: { ...ownEnvironment(), PORT: '0', HOST: '127.0.0.1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const gone = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const port = await listening(child, lines);
  return { port, lines, gone, signal: (name) => void child.kill(name) };
}

function listening(child: ChildProcess, lines: string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    let rest = '';
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`the server did not listen:\n${lines.join('\n')}`));
    }, START_MS);
    const read = (bytes: Buffer) => {
      const parts = `${rest}${bytes.toString()}`.split('\n');
      rest = parts.pop() ?? '';
      lines.push(...parts);
      const port = parts.map((line) => /"port":(\d+).*"msg":"listening"/.exec(line)?.[1]).find(Boolean);
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(Number(port));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`the server ended with ${String(code)}:\n${lines.join('\n')}`));
    });
  });
}
