import { apiOrigin } from '@/config';
import { createConnection } from './socket';

/** The application's one connection. A file of its own: what only reads a page loads nothing of sockets. */
export const connection = createConnection(apiOrigin);
