import { readModelConfig } from '../config';
import { stopWithParent } from '../with-parent';
import { startModelServer, type ModelServer } from './server';

async function stop(server: ModelServer): Promise<void> {
  await server.close();
  process.exit(0);
}

async function main(): Promise<void> {
  const config = readModelConfig();
  const server = await startModelServer({
    port: config.port,
    models: [config.name],
    maxModelLen: config.maxModelLen,
    vision: config.vision,
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
