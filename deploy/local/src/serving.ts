import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Listens on 127.0.0.1 and gives the port, which 0 leaves to the system. Rejects with the socket's error. */
export async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address() as AddressInfo;
  return address.port;
}

/** Stops listening and closes what is open; done when nothing is left, also where nothing was. */
export async function close(server: Server): Promise<void> {
  // Its one error is that it is closed already.
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}

/** What the body of a request says as JSON; undefined where it has none, or is no JSON. */
export async function jsonOf(req: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = [];
  for await (const piece of req as AsyncIterable<Buffer>) pieces.push(piece);
  if (pieces.length === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(pieces).toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
