/** A Socket.IO server that does nothing, for what a connection costs by itself. */
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const http = createServer();
new Server(http, { serveClient: false });
http.listen(0, '127.0.0.1', () => {
  const address = http.address();
  if (typeof address === 'object') console.log(`listening on http://127.0.0.1:${address?.port}`);
});
