/**
 * What a growing answer costs a phone: a number of tokens is put on screen, then 150 more come at 50 a second while the page follows
 * the end. The main thread's time for each of these, its longest task, frames that were left out, and how long after the model a
 * token is painted, on a processor four times slower; beside the tutorials' relay and a page that renders the whole answer anew at
 * each token. `node bench/streaming.mjs [kinds…] [--at=0,2000,8000] [--repeats=3] [--only=ours]`, kinds: prose, code, table, list.
 */
import { parseArgs } from 'node:util';
import { goal, quantile, table } from './lib/figures.mjs';
import { growingAnswers } from './lib/growing-answers.mjs';
import { kinds as allKinds } from './lib/markdown.mjs';
import { openBrowser } from './lib/phone.mjs';
import { start, startServer, tidy } from './lib/processes.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    at: { type: 'string', default: '0,2000,8000' },
    repeats: { type: 'string', default: '3' },
    only: { type: 'string' },
  },
});
const ats = values.at.split(',').map(Number);
const [least = 0, most = 0] = [ats[0], ats[ats.length - 1]];
const kinds = positionals.length > 0 ? positionals : allKinds;
const pages = ['ours', 'v-html'].filter((name) => !values.only || name === values.only);

const model = await start('bench/lib/writing-model.mjs', {}, /listening on (\S+)/);
const server = await startServer(model.found);
const relay = await start('bench/baselines/naive.mjs', { MODEL_URL: model.found }, /listening on (\S+)/);
const browser = await openBrowser();
const { cost, delay } = growingAnswers(browser, { url: server.url, relay: relay.found, model: model.found });

/** @typedef {Awaited<ReturnType<typeof cost>>} Cost */
/** @typedef {Awaited<ReturnType<typeof delay>>} Delay */
/** @type {{ name: string, kind: string, at: number, costs: Cost[], delays: Delay[] }[]} */
const all = [];
for (const kind of kinds) {
  for (const at of ats) {
    // What the page to compare with costs is told where it begins and where it is worst.
    const here = pages.filter((name) => name === 'ours' || at === least || at === most);
    all.push(...here.map((name) => ({ name, kind, at, costs: [], delays: [] })));
  }
}
for (let repeat = 0; repeat < Number(values.repeats); repeat += 1) {
  for (const { name, kind, at, costs, delays } of all) {
    costs.push(await cost(name, kind, at));
    delays.push(await delay(name, kind, at));
    process.stderr.write('.');
  }
}
process.stderr.write('\n');

/** @param {Cost[]} costs @param {keyof Cost} part */
const usual = (costs, part) => quantile(of(costs, part), 0.5);
/** @template {string} P @param {Record<P, number>[]} measured @param {P} part */
const of = (measured, part) => measured.map((one) => one[part]);
/** @param {Delay[]} delays */
const left = (delays) => quantile(of(delays, 'late'), 0.5);
/** @param {Delay[]} delays */
const leftAtRest = (delays) => quantile(of(delays, 'resting'), 0.5);
/** @param {Delay[]} delays @param {'delays' | 'travels'} part @param {number} share */
function ms(delays, part, share) {
  const every = delays.flatMap((one) => one[part]);
  return quantile(every, share);
}

const HEAD = ['tokens before', 'ms/token', 'style', 'layout', 'at rest ms/s', 'longest task', 'at its end'];
HEAD.push('frames left out % (at rest)', 'came', 'painted p50 / p95 / p99 ms', 'nodes', 'heap MB');
const rows = all.map(({ name, kind, at, costs, delays }) => [
  `${kind} ${at} ${name}`,
  usual(costs, 'task').toFixed(2),
  usual(costs, 'style').toFixed(2),
  usual(costs, 'layout').toFixed(2),
  usual(costs, 'rest').toFixed(0),
  Math.max(...of(costs, 'longest')).toFixed(0),
  Math.max(...of(costs, 'ending')).toFixed(0),
  `${left(delays).toFixed(1)} (${leftAtRest(delays).toFixed(1)})`,
  ms(delays, 'travels', 0.5).toFixed(0),
  [0.5, 0.95, 0.99].map((share) => ms(delays, 'delays', share).toFixed(0)).join(' / '),
  usual(costs, 'nodes'),
  usual(costs, 'heap').toFixed(1),
]);
table(HEAD, rows);

for (const kind of kinds) {
  const every = all.filter((one) => one.kind === kind);
  const ours = every.filter(({ name }) => name === 'ours');
  const [begun, long] = [ours[0], ours[ours.length - 1]];
  if (!begun || !long) continue;
  const mine = usual(long.costs, 'task');
  const theirs = every.find(({ name, at }) => name === 'v-html' && at === most);
  if (theirs)
    console.log(`${kind}, ${most} tokens before: v-html / ours ${(usual(theirs.costs, 'task') / mine).toFixed(1)}x`);
  const costs = ours.flatMap((one) => one.costs);
  const delays = ours.flatMap((one) => one.delays);
  goal(`${kind}, a token, ${most} before`, mine, 6.5, ' ms');
  goal(`${kind}, ${most} / ${least} before`, mine / usual(begun.costs, 'task'), 1.15, 'x');
  goal(`${kind}, longest task`, Math.max(...of(costs, 'longest'), ...of(costs, 'ending')), 50, ' ms');
  goal(
    `${kind}, frames left out, less those at rest`,
    Math.max(...ours.map((one) => left(one.delays) - leftAtRest(one.delays))),
    0,
    ' %',
  );
  goal(`${kind}, painted after, p95`, ms(delays, 'delays', 0.95), 100, ' ms');
}

await browser.close();
await server.stop();
await relay.stop();
await model.stop();
await tidy();
process.exit(0);
