import type { AddressInfo } from 'node:net';
import { createApp } from './app';
import { ConfigError, readConfig, type Config } from './config';
import { openDatabase, type Database } from './db/database';
import { sessionSecret } from './features/account/secret';
import { createLogger } from './logger';
import { connectRedis, type Redis } from './redis/connection';
import { createModel } from './upstreams/model/openai';

/** After this, whatever still hangs does not keep the process, in ms. */
const LAST_RESORT_MS = 10_000;

const config = configOrExit();
const logger = createLogger(config.logLevel);
const database = await databaseOrExit();
const secret = await sessionSecret(config.jwtSecret, config.dataDir);
const redis = await redisOrExit();
const app = createApp({ config, database, secret, logger, redis, model: createModel(config.model) });
await app.begin();

let closing = false;
process.on('SIGTERM', () => void shutDown('SIGTERM'));
process.on('SIGINT', () => void shutDown('SIGINT'));
// Where nobody reads the log any more, writing to it fails for ever: the process ends instead of spinning.
process.stdout.on('error', () => process.exit(1));
process.on('unhandledRejection', (error) => {
  logger.error({ err: error }, 'unhandled rejection');
});

app.http.once('error', (error) => {
  logger.fatal({ err: error, port: config.port }, 'cannot listen');
  process.exit(1);
});
app.http.listen(config.port, config.host, () => {
  logger.info({ port: portOf(app.http.address()), database: config.databaseUrl.split(':', 1)[0] }, 'listening');
});

/** A second signal does not wait. */
async function shutDown(signal: string): Promise<void> {
  if (closing) process.exit(1);
  closing = true;
  logger.info({ signal }, 'closing');
  setTimeout(() => process.exit(1), config.shutdownGraceMs + LAST_RESORT_MS).unref();
  await app.close();
  await database.close();
  redis?.close();
  logger.info('closed');
  process.exit(0);
}

async function databaseOrExit(): Promise<Database> {
  try {
    return await openDatabase(config.databaseUrl);
  } catch (error) {
    logger.fatal(
      { err: error },
      'the database of DATABASE_URL cannot be opened: is it running, and are address, user and password right?',
    );
    process.exit(1);
  }
}

async function redisOrExit(): Promise<Redis | undefined> {
  if (config.redisUrl === undefined) return undefined;
  try {
    return await connectRedis(config.redisUrl, logger);
  } catch (error) {
    logger.fatal({ err: error }, 'Redis of REDIS_URL cannot be reached: is it running, and is the address right?');
    process.exit(1);
  }
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address ? address.port : config.port;
}

function configOrExit(): Config {
  try {
    return readConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
