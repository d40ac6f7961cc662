/**
 * What an answer costs on the wire: every byte of TCP's payload from the connection's first one on, HTTP handshake,
 * WebSocket and Engine.IO frames and heartbeats included, against the UTF-8 bytes of the answer. 2,000 Han characters at
 * 50 tokens a second, over links of several round trips. `node bench/bytes.mjs`
 */
import { createServer, connect } from 'node:net';
import { goal, table } from './lib/figures.mjs';
import { start, startServer, tidy } from './lib/processes.mjs';
import { readers } from './lib/readers.mjs';

const LISTENING = /listening on (\S+)/;
const CHARACTERS = 2000;
const LINKS = [
  { name: 'good', roundTripMs: 0, most: 3 },
  { name: 'fair', roundTripMs: 60, most: 3 },
  { name: 'weak', roundTripMs: 200, most: 1.5 },
  { name: 'weaker', roundTripMs: 400, most: 1.5 },
  { name: 'weakest', roundTripMs: 800, most: 1.5 },
];

/**
 * A link with a delay that counts what it carries.
 *
 * @param {number} port where it leads
 * @param {number} delayMs one way
 */
async function link(port, delayMs) {
  const carried = { down: 0, up: 0 };
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1').setNoDelay(true);
    near.setNoDelay(true);
    const pass = (
      /** @type {import('node:net').Socket} */ from,
      /** @type {import('node:net').Socket} */ to,
      /** @type {'down' | 'up'} */ way,
    ) =>
      from
        .on('data', (bytes) => {
          carried[way] += bytes.length;
          setTimeout(() => to.destroyed || to.write(bytes), delayMs);
        })
        .on('error', () => to.destroy())
        .on('close', () => to.destroy());
    pass(near, far, 'up');
    pass(far, near, 'down');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  return { carried, server, url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}` };
}

/**
 * @param {string} kind of reader
 * @param {string} url of the relay
 * @param {number} roundTripMs
 */
async function measure(kind, url, roundTripMs) {
  const open = readers[kind];
  if (!open) throw new Error(`no reader ${kind}`);
  const { carried, server, url: over } = await link(Number(new URL(url).port), roundTripMs / 2);
  // Logging in is apart from the answer: it is done once.
  const ask = await open(over, url);
  let text = '';
  let pieces = 0;
  await ask((piece) => {
    text += piece;
    pieces += 1;
  }).done;
  server.close();
  return { bytes: Buffer.byteLength(text), down: carried.down, up: carried.up, pieces };
}

/** @type {(string | number)[][]} */
const rows = [];
/** @type {(() => void)[]} */
const goals = [];
for (const units of [1, 1.5]) {
  const env = { TOKENS: String(Math.ceil(CHARACTERS / units)), UNITS_PER_TOKEN: String(units) };
  const model = await start('bench/lib/upstream.mjs', env, LISTENING);
  const naive = await start('bench/baselines/naive.mjs', { MODEL_URL: model.found }, LISTENING);
  const ours = await startServer(model.found);
  const runs = LINKS.map(async ({ name, roundTripMs, most }) => {
    const [theirs, mine] = await Promise.all([
      measure('naive', naive.found, roundTripMs),
      measure('ours', ours.url, roundTripMs),
    ]);
    for (const [kind, { bytes, down, up, pieces }] of Object.entries({ naive: theirs, ours: mine })) {
      const ratio = (down + up) / bytes;
      rows.push([
        `${units} a token, ${name} (${roundTripMs} ms)`,
        kind,
        bytes,
        down,
        up,
        pieces,
        `${ratio.toFixed(2)}x`,
      ]);
    }
    const ratio = (mine.down + mine.up) / mine.bytes;
    goals.push(() => goal(`bytes, ${units} a token, ${name} link`, ratio, most, 'x'));
  });
  await Promise.all(runs);
  await ours.stop();
  await naive.stop();
  await model.stop();
}
table(
  ['characters, link', '', 'text', 'down', 'up', 'frames', 'all / text'],
  rows.sort((a, b) => String(a[0]).localeCompare(String(b[0]))),
);
for (const tell of goals) tell();
await tidy();
process.exit(0);
