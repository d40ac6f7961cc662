import { fstatSync } from 'node:fs';
import { readModelConfig } from '../config';
import { startModelServer, type ModelServer } from './server';

const STDIN = 0;

let stopping = false;

/** Calls `stop` when this process is told to end, or when the process that started it has gone. */
function stopWithParent(stop: () => void): void {
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.once('disconnect', stop);
  // A terminal or /dev/null tells nothing about the parent; only a pipe ends when its other side does.
  const stdin = fstatSync(STDIN);
  if (!stdin.isFIFO() && !stdin.isSocket()) return;
  process.stdin.once('close', stop);
  process.stdin.once('error', stop);
  process.stdin.resume();
}

async function stop(server: ModelServer): Promise<void> {
  // The first reason to end is enough: a second may come while the first is being followed.
  if (stopping) return;
  stopping = true;
  await server.close();
  process.exit(0);
}

async function main(): Promise<void> {
  const config = readModelConfig();
  const server = await startModelServer({
    port: config.port,
    models: [config.name],
    maxModelLen: config.maxModelLen,
    control: config.control,
    // The demo remembers nothing of what it was asked.
    keepRequests: config.control ? undefined : 0,
    plan: { tokensPerSecond: config.tokensPerSecond, firstTokenDelayMs: config.firstTokenDelayMs },
  });
  stopWithParent(() => void stop(server));
  process.stdout.write(`model listening on ${server.url}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
