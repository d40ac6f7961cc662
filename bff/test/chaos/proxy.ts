import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';

/** What the link does to every byte from now on. */
export interface Weather {
  /** Added to each direction, in ms. */
  delayMs: number;
  /** Bytes a second in each direction; 0: no limit. */
  bytesPerSecond: number;
  /** Every connection is cut after so many bytes to the client; 0: none. */
  cutAfterBytes: number;
}

export interface Proxy {
  readonly port: number;
  weather: Weather;
  /** Bytes carried to the client and from it, since the start. */
  readonly carried: { down: number; up: number };
  /** The port where new connections go; asked anew for each. */
  target: () => number;
  /** Breaks every connection at once, both sides see it. */
  cut(): void;
  /** From now on nothing passes on the connections that are there, and nobody is told: a phone without signal. */
  freeze(): void;
  close(): Promise<void>;
}

export const FAIR: Weather = { delayMs: 0, bytesPerSecond: 0, cutAfterBytes: 0 };

interface Pair {
  client: Socket;
  server: Socket;
  frozen: boolean;
  down: number;
}

/** A TCP proxy on a free port of this machine that behaves as badly as a phone's network. */
export async function startProxy(target: () => number): Promise<Proxy> {
  const pairs = new Set<Pair>();
  const server = createServer({ allowHalfOpen: false }, (client) => {
    const pair: Pair = { client, server: connect(proxy.target(), '127.0.0.1'), frozen: false, down: 0 };
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      // What is on its way to a frozen side never arrives, not even the end.
      if (pair.frozen) return;
      client.destroy();
      pair.server.destroy();
    };
    for (const side of [client, pair.server]) side.setNoDelay(true).on('error', end).on('close', end);
    carry(client, pair.server, proxy, pair, (bytes) => (proxy.carried.up += bytes));
    carry(pair.server, client, proxy, pair, (bytes) => {
      proxy.carried.down += bytes;
      pair.down += bytes;
      const { cutAfterBytes } = proxy.weather;
      if (cutAfterBytes > 0 && pair.down >= cutAfterBytes) end();
    });
  });
  const frozen = new Set<Pair>();
  const proxy: Proxy = {
    port: await listen(server),
    weather: FAIR,
    carried: { down: 0, up: 0 },
    target,
    cut: () => {
      for (const pair of pairs) pair.client.resetAndDestroy();
    },
    freeze: () => {
      for (const pair of pairs) {
        pair.frozen = true;
        frozen.add(pair);
      }
      pairs.clear();
    },
    close: async () => {
      for (const pair of [...pairs, ...frozen]) {
        pair.client.destroy();
        pair.server.destroy();
      }
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
    },
  };
  return proxy;
}

/** Passes bytes on in order, late and slowly as the weather says. */
function carry(from: Socket, to: Socket, proxy: Proxy, pair: Pair, count: (bytes: number) => void): void {
  let free = 0;
  from.on('data', (bytes: Buffer) => {
    const { delayMs, bytesPerSecond } = proxy.weather;
    const now = performance.now();
    const takes = bytesPerSecond > 0 ? (bytes.length / bytesPerSecond) * 1000 : 0;
    free = Math.max(free, now + delayMs) + takes;
    const pass = () => {
      if (pair.frozen || to.destroyed) return;
      to.write(bytes);
      count(bytes.length);
    };
    if (free - now < 1) pass();
    else setTimeout(pass, free - now);
  });
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve((server.address() as AddressInfo).port);
    });
  });
}
