import { readWeChatConfig } from '../config';
import { stopWithParent } from '../with-parent';
import { startWeChatServer } from './server';

async function main(): Promise<void> {
  const server = await startWeChatServer(readWeChatConfig());
  stopWithParent(() => void server.close().then(() => process.exit(0)));
  process.stdout.write(`wechat listening on ${server.url}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
