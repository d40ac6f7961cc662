import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { startModelServer, type ModelServer, type PartialPlan } from '@huati/local/model';
import { createApp, type Pace } from '../src/app';
import { readConfig } from '../src/config';
import { openDatabase, type Database } from '../src/db/database';
import { createLogger } from '../src/logger';
import { connectRedis } from '../src/redis/connection';
import { createModel } from '../src/upstreams/model/openai';
import { connect, type TestClient } from './client';
import { newSession } from './session';

/** At least ten times as quick as the product; orders and limits are the same. */
const QUICK: Pace = { knowledge: { lookMs: 200, againMs: 100, askMs: 50 } };

export interface Bff {
  url: string;
  /** Its settings. */
  env: Record<string, string | undefined>;
  model: ModelServer;
  /** What it has logged, a JSON line each. */
  logs: string[];
  /** Its database, to look into and to change behind its back; closed with it. */
  database(): Promise<Database>;
  /** A guest of this device, connected. */
  client(deviceId?: string): Promise<TestClient>;
  token(deviceId?: string): Promise<string>;
  /** Ends this process's part of it and starts another on the same database; `meanwhile` is done while there is none. */
  restart(meanwhile?: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

/** Another process of the same deployment: it shares `first`'s model, database and Redis. */
export function startSecond(first: Bff, env: Record<string, string> = {}): Promise<Bff> {
  return start({ ...first.env, DATA_DIR: `${first.env.DATA_DIR}-2`, ...env }, first.model, QUICK);
}

/** The BFF on a free port, over a real model server and a real database in a folder of its own. */
export async function startBff(
  env: Record<string, string> = {},
  plan: PartialPlan = {},
  pace: Pace = {},
): Promise<Bff> {
  const model = await startModelServer({ plan: { text: '你好，世界', ...plan } });
  const bff = await start(env, model, { ...QUICK, ...pace });
  return {
    ...bff,
    get url() {
      return bff.url;
    },
    close: async () => {
      await bff.close();
      await model.close();
    },
  };
}

async function start(env: Record<string, string | undefined>, model: ModelServer, pace: Pace): Promise<Bff> {
  const folder = await mkdtemp(join(tmpdir(), 'huati-bff-'));
  const clients: TestClient[] = [];
  const logs: string[] = [];
  const settings = {
    PORT: '0',
    DATA_DIR: folder,
    LLM_BASE_URL: `${model.url}/v1`,
    LLM_MODEL: 'huati-demo',
    LOG_LEVEL: 'silent',
    SHUTDOWN_GRACE_MS: '0',
    ...env,
  };
  const config = readConfig(settings);
  const begin = async () => {
    const database = await openDatabase(config.databaseUrl);
    const logger = createLogger(config.logLevel, { write: (line) => void logs.push(line) });
    const secret = Buffer.from('a secret of the tests, 32 characters');
    const redis = config.redisUrl === undefined ? undefined : await connectRedis(config.redisUrl, logger);
    const app = createApp({ config, database, secret, logger, redis, pace, model: createModel(config.model) });
    await app.begin();
    await new Promise<void>((resolve) => app.http.listen(0, '127.0.0.1', resolve));
    return {
      url: urlOf(app.http.address()),
      stop: async () => {
        await app.close();
        await database.close();
        redis?.close();
      },
    };
  };
  let running = await begin();
  let opened: Promise<Database> | undefined;
  const token = (deviceId = 'a device') => newSession(running.url, deviceId);

  return {
    get url() {
      return running.url;
    },
    env: { DATABASE_URL: config.databaseUrl, ...settings },
    model,
    logs,
    database: () => (opened ??= openDatabase(config.databaseUrl)),
    token,
    client: async (deviceId) => {
      const client = await connect(running.url, await token(deviceId));
      clients.push(client);
      return client;
    },
    restart: async (meanwhile) => {
      await running.stop();
      await meanwhile?.();
      running = await begin();
    },
    close: async () => {
      for (const client of clients) client.socket.disconnect();
      await (await opened)?.close();
      await running.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function urlOf(address: AddressInfo | string | null): string {
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return `http://127.0.0.1:${address.port}`;
}
