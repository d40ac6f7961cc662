/** The least a relay can do: bytes in, bytes out. */
import { createServer, request } from 'node:http';

const target = new URL(`${process.env.MODEL_URL}/v1/chat/completions`);
const server = createServer((req, res) => {
  const onward = request(target, { method: req.method, headers: { 'content-type': 'application/json' } }, (answer) => {
    res.writeHead(answer.statusCode ?? 500, { 'content-type': 'text/event-stream' });
    answer.pipe(res);
  });
  onward.on('error', () => res.destroy());
  req.pipe(onward);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object') console.log(`listening on http://127.0.0.1:${address?.port}`);
});
