/**
 * Asks and reads, in a process of its own. `node load.mjs <kind> <url> <pid> <streams> <seconds>` prints one line of JSON:
 * CPU seconds of the process `pid` and tokens read while all streams run, times to the first text in ms, and delays of
 * the tokens from leaving the model to being read, in ms.
 */
import { cpuSeconds, residentBytes } from './processes.mjs';
import { readers } from './readers.mjs';

const [, , kind = '', url = '', pid = '', count = '1', seconds = '5'] = process.argv;
const streams = Number(count);
/** Streams begin over so long, in ms: a crowd that asks in the same millisecond is not what is measured. */
const SPREAD_MS = streams === 1 ? 0 : 2000;
/** One stream asks so often for its time to the first text: one value says nothing. */
const FIRSTS = 160;

const clock = () => Number(process.hrtime.bigint() / 1000n) / 1000;
const open = readers[kind];
if (!open) throw new Error(`no reader ${kind}`);
const asks = await Promise.all(Array.from({ length: streams }, () => open(url)));

/** @type {number[]} */
const firsts = [];
/** @type {number[]} */
const delays = [];
let tokens = 0;
let counting = false;

/** @param {import('./readers.mjs').Ask} ask @param {boolean} whole */
async function run(ask, whole) {
  const began = performance.now();
  let seen = false;
  const answer = ask((text) => {
    if (!seen) firsts.push(performance.now() - began);
    seen = true;
    if (!whole) answer.stop();
    const now = clock();
    for (const [, at] of text.matchAll(/<([\d.]+)>/g)) {
      if (!counting) continue;
      tokens += 1;
      delays.push(now - Number(at));
    }
  });
  await answer.done;
}

if (streams === 1 && asks[0] && kind !== 'naive') {
  for (let n = 0; n < FIRSTS; n += 1) await run(asks[0], false);
  firsts.splice(0, 60);
}
const running = asks.map(async (ask) => {
  await new Promise((resolve) => setTimeout(resolve, Math.random() * SPREAD_MS));
  await run(ask, true);
});
await new Promise((resolve) => setTimeout(resolve, SPREAD_MS + 500));
counting = true;
const before = cpuSeconds(Number(pid));
const began = performance.now();
await new Promise((resolve) => setTimeout(resolve, Number(seconds) * 1000));
counting = false;
const cpu = cpuSeconds(Number(pid)) - before;
const elapsed = (performance.now() - began) / 1000;
const resident = residentBytes(Number(pid));
process.stdout.write(
  `${JSON.stringify({ cpu, elapsed, tokens, firsts, delays: delays.slice(0, 50_000), resident })}\n`,
);
await Promise.race([Promise.all(running), new Promise((resolve) => setTimeout(resolve, 1000))]);
process.exit(0);
