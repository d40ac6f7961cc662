/**
 * What relaying costs: the model read directly, a bare pipe of bytes, the relay of the tutorials, and our server, with
 * storing and resuming on, at 1, 50 and 200 streams of 50 tokens a second. `node bench/relay.mjs [streams…] [--quick]`
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { goal, quantile, table } from './lib/figures.mjs';
import { start, startServer, tidy } from './lib/processes.mjs';

const quick = process.argv.includes('--quick');
const asked = process.argv.slice(2).map(Number).filter(Boolean);
const sizes = asked.length > 0 ? asked : [1, 50, 200];
const SECONDS = quick ? 3 : 6;
const REPEATS = quick ? 1 : 3;
const LISTENING = /listening on (\S+)/;
const load = fileURLToPath(new URL('lib/load.mjs', import.meta.url));

/** @typedef {{ cpu: number, elapsed: number, tokens: number, firsts: number[], delays: number[], resident: number }} Measured */

const upstreamEnv = { TOKENS: String((SECONDS + 4) * 50), STAMPED: '1' };

/** @type {Record<string, (model: import('./lib/processes.mjs').Running) => Promise<{ url: string, pid: number, stop: () => Promise<void> }>>} */
const kinds = {
  direct: (model) => Promise.resolve({ url: model.found, pid: model.pid, stop: () => Promise.resolve() }),
  pipe: (model) => baseline('pipe', model),
  naive: (model) => baseline('naive', model),
  ours: (model) => startServer(model.found),
};

/** @param {string} name @param {import('./lib/processes.mjs').Running} model */
async function baseline(name, model) {
  const relay = await start(`bench/baselines/${name}.mjs`, { MODEL_URL: model.found }, LISTENING);
  return { ...relay, url: relay.found };
}

/** @param {string} kind @param {number} streams @returns {Promise<Measured>} */
async function measure(kind, streams) {
  const model = await start('bench/lib/upstream.mjs', upstreamEnv, LISTENING);
  const relay = await kinds[kind]?.(model);
  if (!relay) throw new Error(`no relay ${kind}`);
  const args = [load, kind, relay.url, String(relay.pid), String(streams), String(SECONDS)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 1e8 });
  await relay.stop();
  await model.stop();
  return JSON.parse(stdout);
}

/** @param {Measured[]} runs */
function summary(runs) {
  const median = (/** @type {(run: Measured) => number} */ of) => quantile(runs.map(of), 0.5);
  const firsts = runs.flatMap((run) => run.firsts);
  const delays = runs.flatMap((run) => run.delays);
  return {
    cpu: median(({ cpu, tokens }) => (cpu / Math.max(1, tokens)) * 1000),
    rate: median(({ tokens, elapsed }) => tokens / elapsed),
    resident: Math.max(...runs.map((run) => run.resident)),
    first: [quantile(firsts, 0.5), quantile(firsts, 0.99)],
    delay: [quantile(delays, 0.5), quantile(delays, 0.99)],
  };
}

for (const streams of sizes) {
  /** @type {Record<string, Measured[]>} */
  const runs = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, []]));
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    for (const kind of Object.keys(kinds)) runs[kind]?.push(await measure(kind, streams));
  }
  const all = Object.fromEntries(Object.entries(runs).map(([kind, each]) => [kind, summary(each)]));
  const { direct, naive, pipe, ours } = all;
  if (!direct || !naive || !pipe || !ours) throw new Error('nothing measured');
  const added = (/** @type {number | undefined} */ value, /** @type {number | undefined} */ base) =>
    ((value ?? 0) - (base ?? 0)).toFixed(1);
  console.log(`\n${streams} streams of 50 tokens/s, ${REPEATS} runs each, interleaved`);
  table(
    ['', 'CPU s/1k tokens', 'x naive', 'x pipe', '+first p50', 'p99', '+delay p50', 'p99 ms', 'tokens/s', 'MB'],
    Object.entries(all).map(([kind, row]) => [
      kind,
      row.cpu.toFixed(4),
      (row.cpu / naive.cpu).toFixed(2),
      (row.cpu / pipe.cpu).toFixed(2),
      added(row.first[0], direct.first[0]),
      added(row.first[1], direct.first[1]),
      added(row.delay[0], direct.delay[0]),
      added(row.delay[1], direct.delay[1]),
      row.rate.toFixed(0),
      (row.resident / 2 ** 20).toFixed(0),
    ]),
  );
  const first = (ours.first[0] ?? 0) - (direct.first[0] ?? 0);
  if (streams === 1) goal('added time to the first text, p50', first, 2, ' ms');
  if (streams === 200) {
    goal('added time to the first text, p50', first, 5, ' ms');
    goal('CPU a token against the naive relay', ours.cpu / naive.cpu, 0.55, 'x');
  }
}
await tidy();
