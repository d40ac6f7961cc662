import { createServer } from 'node:net';

/**
 * @param {number} port
 * @param {string} [host]
 * @returns {Promise<number | undefined>} the port that could be bound, undefined where it is taken or not permitted
 */
function tryPort(port, host) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      const bound = typeof address === 'object' && address ? address.port : port;
      server.close(() => resolve(bound));
    });
  });
}

/** A port of the loopback interface that nothing uses now. */
export async function freePort() {
  const port = await tryPort(0, '127.0.0.1');
  if (port === undefined) throw new Error('No free port on 127.0.0.1.');
  return port;
}

/**
 * True where `port` can be listened on, on every interface as well as on the loopback one: another program may hold
 * only one of them, and on some systems both would then seem to work.
 *
 * @param {number} port 0 is always free
 */
export async function isFree(port) {
  if (port === 0) return true;
  for (const host of ['0.0.0.0', '127.0.0.1']) if ((await tryPort(port, host)) === undefined) return false;
  return true;
}
