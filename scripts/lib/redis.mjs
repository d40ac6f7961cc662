import { startDaemon } from './daemon.mjs';
import { which } from './debian.mjs';
import { freePort } from './ports.mjs';

const server = () => which(['redis-server', 'valkey-server']);

/** @type {import('./services.mjs').Service} */
export const redis = {
  name: 'Redis',
  variable: 'TEST_REDIS_URL',
  packages: ['redis-server'],
  isThere: () => server() !== undefined,
  async start() {
    const program = server();
    if (!program) throw new Error('Redis is not installed.');
    const port = await freePort();
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    const close = await startDaemon(program, args, port);
    return { url: `redis://127.0.0.1:${port}`, close };
  },
};
