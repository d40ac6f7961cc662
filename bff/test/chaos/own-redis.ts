import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { connect, createServer, type AddressInfo } from 'node:net';
import { pause } from '../../src/pause';

/** A Redis that keeps nothing: a restart of it loses all, as the worst one does. */
export interface OwnRedis {
  readonly url: string;
  /** Kills it, and starts it again, empty, after `pauseMs`. */
  restart(pauseMs: number): Promise<void>;
  close(): void;
}

/** True where Redis can be started here. */
export function hasRedis(): boolean {
  return spawnSync('redis-server', ['--version']).status === 0;
}

export async function startRedis(): Promise<OwnRedis> {
  const port = await freePort();
  let child = await start(port);
  return {
    url: `redis://127.0.0.1:${port}`,
    restart: async (pauseMs) => {
      child.kill('SIGKILL');
      await pause(pauseMs);
      child = await start(port);
    },
    close: () => void child.kill('SIGKILL'),
  };
}

async function start(port: number): Promise<ChildProcess> {
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn('redis-server', args, { stdio: 'ignore' });
  for (let tries = 0; tries < 100; tries += 1) {
    if (await answers(port)) return child;
    await pause(50);
  }
  throw new Error('redis-server does not answer');
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const tell = (there: boolean) => () => {
      socket.destroy();
      resolve(there);
    };
    socket.once('connect', tell(true)).once('error', tell(false));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
