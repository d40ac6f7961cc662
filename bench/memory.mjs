/**
 * What an idle connection holds in the server's memory, ours against a Socket.IO server that does nothing.
 * `node bench/memory.mjs [connections]`; both run with the collector at hand, and are asked for it before each look.
 */
import { randomUUID } from 'node:crypto';
import { io } from 'socket.io-client';
import { goal, table } from './lib/figures.mjs';
import { residentBytes, start, startServer, tidy } from './lib/processes.mjs';

const connections = Number(process.argv[2] ?? 2000);
const USERS = 200;
const AT_ONCE = 50;
const SETTLE_MS = 8000;

const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** @param {string} url */
async function token(url) {
  const response = await fetch(`${url}/api/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'guest', deviceId: randomUUID() }),
  });
  const session = /** @type {{ token: string }} */ (await response.json());
  return session.token;
}

/**
 * @param {string} url
 * @param {number} pid
 * @param {string[]} tokens
 */
async function measure(url, pid, tokens) {
  /** @param {number} count */
  const open = async (count) => {
    /** @type {import('socket.io-client').Socket[]} */
    const sockets = [];
    for (let from = 0; from < count; from += AT_ONCE) {
      const batch = Array.from({ length: Math.min(AT_ONCE, count - from) }, async (_, n) => {
        const auth = { token: tokens[(from + n) % Math.max(1, tokens.length)], v: 1 };
        const socket = io(url, { auth, transports: ['websocket'], forceNew: true, reconnection: false });
        await new Promise((resolve, reject) =>
          socket.once('connect', () => resolve(undefined)).once('connect_error', reject),
        );
        return socket;
      });
      sockets.push(...(await Promise.all(batch)));
    }
    return sockets;
  };
  // The first ones pay for code that all of them use.
  for (const socket of await open(200)) socket.disconnect();
  await pause(SETTLE_MS);
  const before = residentBytes(pid);
  const sockets = await open(connections);
  await pause(SETTLE_MS);
  const each = (residentBytes(pid) - before) / connections;
  for (const socket of sockets) socket.disconnect();
  return each;
}

// Without this the collector leaves what a burst of handshakes threw away for minutes, as nothing else allocates.
const collecting = ['--expose-gc', '--import', 'data:text/javascript,setInterval(()=>globalThis.gc(),2000).unref()'];
const idle = await start('bench/baselines/idle.mjs', {}, /listening on (\S+)/, collecting);
const ours = await startServer('http://127.0.0.1:9', collecting);
const tokens = await Promise.all(Array.from({ length: USERS }, () => token(ours.url)));
const bare = await measure(idle.found, idle.pid, []);
const full = await measure(ours.url, ours.pid, tokens);
const kb = (/** @type {number} */ bytes) => (bytes / 1024).toFixed(1);
table(
  ['', 'KB a connection'],
  [
    ['socket.io alone', kb(bare)],
    ['ours', kb(full)],
  ],
);
goal(`memory of an idle connection at ${connections}`, full / 1024, 30, ' KB');
await ours.stop();
await idle.stop();
await tidy();
process.exit(0);
