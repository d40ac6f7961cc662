import { readGraphRagConfig } from '../config';
import { stopWithParent } from '../with-parent';
import { startGraphRagServer } from './server';

async function main(): Promise<void> {
  const server = await startGraphRagServer(readGraphRagConfig());
  stopWithParent(() => void server.close().then(() => process.exit(0)));
  process.stdout.write(`graphrag listening on ${server.url}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
