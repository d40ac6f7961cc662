import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Config } from './config';
import { createHttpApp } from './http/app';
import { createLogger, type Logger } from './logger';
import { openService, type Service } from './service';

export interface GraphRag {
  /** `http://HOST:PORT`. */
  url: string;
  port: number;
  /** Resolves once nothing is being taken in any more. */
  settled(): Promise<void>;
  /** Takes nothing new, ends what runs, and closes the stores; done when nothing is left. */
  close(): Promise<void>;
}

/** How long questions that are being answered may take when the service closes, in ms. */
const GRACE_MS = 5_000;

/**
 * Starts the service. It listens once the stores are open and what they hold can be found; what was left unfinished, and the
 * sample, are taken in after that. Throws ConfigError, the socket's errors, and what the stores throw that cannot be opened.
 */
export async function startGraphRag(config: Config, logger: Logger = createLogger(config.logLevel)): Promise<GraphRag> {
  const service = await openService(config, logger);
  let closing = false;
  const app = createHttpApp({ ...service, apiKey: config.apiKey, logger, isClosing: () => closing });
  const server = createServer(app);
  // A large file may take its time to come.
  server.requestTimeout = 0;
  try {
    await listen(server, config);
  } catch (error) {
    await service.close();
    throw error;
  }
  service.begin();
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`,
    port,
    settled: service.settled,
    close: async () => {
      if (closing) return;
      closing = true;
      await closed(server, service);
    },
  };
}

async function listen(server: Server, { host, port }: Config): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
}

async function closed(server: Server, service: Service): Promise<void> {
  const ended = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  // Who waits for documents to be taken in is told that they were not.
  await service.stop();
  const late = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await ended;
  clearTimeout(late);
  await service.close();
}
