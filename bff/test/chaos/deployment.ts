import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startModelServer, type ModelServer } from '@huati/local/model';
import { pause } from '../../src/pause';
import { seeded, textOf } from './random';
import { startServerProcess, type ServerProcess } from './server-process';

/** How a question tells the model which text to write. */
const QUESTION = /^(\d+) units of seed (\d+)$/;

export interface Deployment {
  readonly model: ModelServer;
  readonly servers: readonly ServerProcess[];
  /** The port of one of the processes that are there. */
  port(index: number): number;
  /** Kills one with SIGKILL, or ends it with SIGTERM, and starts another in its place after `pauseMs`. */
  replace(index: number, signal: 'SIGKILL' | 'SIGTERM', pauseMs: number): Promise<void>;
  close(): Promise<void>;
}

export interface DeploymentOptions {
  processes: number;
  databaseUrl?: string | undefined;
  redisUrl?: string | undefined;
  tokensPerSecond?: number;
  env?: Record<string, string>;
}

export function questionFor(length: number, seed: number): string {
  return `${length} units of seed ${seed}`;
}

/** The one right answer to a question of `questionFor`. */
export function answerTo(question: string): string {
  const [, length, seed] = QUESTION.exec(question) ?? [];
  return textOf(seeded(Number(seed)), Number(length));
}

/** Real server processes over a real database, and Redis where given, with the scripted model behind them. */
export async function deploy(options: DeploymentOptions): Promise<Deployment> {
  const folder = await mkdtemp(join(tmpdir(), 'huati-chaos-'));
  const model = await startModelServer({
    plan: { answer: answerTo, tokensPerSecond: options.tokensPerSecond ?? 250, firstTokenDelayMs: 20 },
  });
  const start = (index: number): Promise<ServerProcess> =>
    startServerProcess({
      // One folder for one process; several share nothing but database and Redis.
      DATA_DIR: join(folder, String(index)),
      DATABASE_URL: options.databaseUrl ?? `sqlite:${join(folder, 'chaos.db')}`,
      ...(options.redisUrl !== undefined && { REDIS_URL: options.redisUrl }),
      JWT_SECRET: 'a secret shared by all of the processes',
      LLM_BASE_URL: `${model.url}/v1`,
      LLM_MODEL: 'huati-demo',
      ASKS_PER_MINUTE: '0',
      REQUESTS_PER_MINUTE: '0',
      SHUTDOWN_GRACE_MS: '300',
      ...options.env,
    });
  const servers: ServerProcess[] = [];
  while (servers.length < options.processes) servers.push(await start(servers.length));

  return {
    model,
    servers,
    port: (index) => servers[index % servers.length]?.port ?? 0,
    replace: async (index, signal, pauseMs) => {
      servers[index]?.signal(signal);
      await servers[index]?.gone;
      await pause(pauseMs);
      servers[index] = await start(index);
    },
    close: async () => {
      for (const server of servers) server.signal('SIGKILL');
      await Promise.all(servers.map(({ gone }) => gone));
      await model.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
