import { browserSockets } from '@/platform/sockets';
import { UniWebSocket } from './uni-web-socket';

/** What Socket.IO may connect by, best first. Long polling is for proxies that let no WebSocket through. */
export function transports(): ('websocket' | 'polling')[] | (typeof UniWebSocket)[] {
  return browserSockets ? ['websocket', 'polling'] : [UniWebSocket];
}
