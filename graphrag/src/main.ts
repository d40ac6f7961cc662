import { ConfigError, readConfig } from './config';
import { startGraphRag, type GraphRag } from './server';

/** After this, whatever still hangs does not keep the process, in ms. */
const LAST_RESORT_MS = 15_000;

// Where nobody reads the log any more, writing to it fails for ever: the process ends instead of spinning.
process.stdout.on('error', () => process.exit(1));

const service = await startedOrExit();
let closing = false;
process.on('SIGTERM', () => void shutDown());
process.on('SIGINT', () => void shutDown());
process.stdout.write(`graphrag listening on ${service.url}\n`);

/** A second signal does not wait. */
async function shutDown(): Promise<void> {
  if (closing) process.exit(1);
  closing = true;
  setTimeout(() => process.exit(1), LAST_RESORT_MS).unref();
  await service.close();
  process.exit(0);
}

async function startedOrExit(): Promise<GraphRag> {
  try {
    return await startGraphRag(readConfig());
  } catch (error) {
    // A taken port, a folder that another process has, a store that is away: one line says it.
    const known = error instanceof ConfigError || error instanceof Error;
    process.stderr.write(`${known ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
