import { apiOrigin } from '@/config';
import { createConnection, type Connection } from './socket';

/** A connection for somebody who watches shares, whether or not they have a session. Nothing happens before `connect`. */
export function createViewer(): Connection {
  return createConnection(apiOrigin, 'viewer');
}
