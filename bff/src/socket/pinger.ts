import type { Socket } from 'socket.io';
import type { Pinger } from './link';

/** As much as is needed of the WebSocket of the package `ws`. */
interface Pingable {
  ping(): void;
  on(event: 'pong', run: () => void): void;
}

/** Pings by the protocol's own frames (RFC 6455, 5.5.2), which cost 2 bytes there and 6 back. Long polling has none. */
export function pingerOf(socket: Pick<Socket, 'conn'>, onAnswer: () => void): Pinger {
  let known: Pingable | undefined;
  return {
    ping: () => {
      const webSocket = webSocketOf(socket.conn.transport);
      if (!webSocket) return false;
      // A connection that began by long polling gets its WebSocket later.
      if (webSocket !== known) webSocket.on('pong', onAnswer);
      known = webSocket;
      webSocket.ping();
      return true;
    },
  };
}

function webSocketOf(transport: object): Pingable | undefined {
  const inner: unknown = 'socket' in transport ? transport.socket : undefined;
  return isPingable(inner) ? inner : undefined;
}

function isPingable(value: unknown): value is Pingable {
  return typeof value === 'object' && value !== null && 'ping' in value && typeof value.ping === 'function';
}
