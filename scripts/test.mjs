import './lib/node-version.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { root } from './lib/paths.mjs';
import { endRunning } from './lib/run.mjs';
import { command, elapsed, say, Told } from './lib/say.mjs';
import { provide, Running, services } from './lib/services.mjs';
import { builds } from './lib/steps.mjs';
import { suites } from './lib/suites.mjs';
import { inWords, nothing, single, sum, table } from './lib/tally.mjs';
import { untilTold } from './lib/until-told.mjs';

/** @typedef {import('./lib/tally.mjs').Tally} Tally */

const INTERRUPTED = 130;

/** The suites that were asked for, in their own order; all where none was named. */
function chosen() {
  const asked = process.argv.slice(2);
  const unknown = asked.filter((name) => !(name in suites));
  if (unknown.length > 0) throw new Told(`  No suite "${unknown.join(', ')}". Known: ${Object.keys(suites).join(' ')}`);
  return Object.entries(suites).filter(([name]) => asked.length === 0 || asked.includes(name));
}

/**
 * What a suite lacks, told loudly; a failure in CI, where nothing may be skipped unseen.
 *
 * @param {string} name
 * @param {string[]} wanted
 * @param {Map<string, string>} lacking
 * @returns {Tally}
 */
function tellLacking(name, wanted, lacking) {
  const inCi = process.env.CI === 'true';
  for (const service of wanted) {
    say(
      `  !!! ${name}: ${inCi ? 'FAILED' : 'SKIPPED'} for want of ${services[service]?.name}: ${lacking.get(service)}`,
    );
  }
  if (wanted.length === 0) return nothing();
  return inCi ? single(false) : { ...nothing(), skipped: 1 };
}

/**
 * @param {string} name
 * @param {import('./lib/suites.mjs').Suite} suite
 * @param {Running} running
 * @param {Map<string, string>} lacking
 * @returns {Promise<Tally>}
 */
async function runSuite(name, { needs = [], uses = [], built = [], run }, running, lacking) {
  const absent = [...needs, ...uses].filter((service) => lacking.has(service));
  const told = tellLacking(name, absent, lacking);
  if (needs.some((service) => lacking.has(service))) return told;
  try {
    const env = await running.env([...needs, ...uses].filter((service) => !lacking.has(service)));
    const ready = built.length > 0 ? await builds(built) : nothing();
    if (ready.failed > 0) return sum([told, ready]);
    return sum([told, await run(env)]);
  } catch (error) {
    say(`  ✗ ${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return sum([told, single(false)]);
  }
}

await command(async () => {
  process.chdir(root);
  const todo = chosen();
  const told = untilTold(endRunning);
  await ensureInstalled();
  const lacking = await provide([...new Set(todo.flatMap(([, { needs = [], uses = [] }]) => [...needs, ...uses]))]);
  const running = new Running();
  /** @type {import('./lib/tally.mjs').Row[]} */
  const rows = [];
  try {
    for (const [name, suite] of todo) {
      if (told.signal.aborted) break;
      say(`\n━━━ ${name} · ${suite.title} ${'━'.repeat(Math.max(0, 60 - name.length - suite.title.length))}`);
      const since = performance.now();
      const tally = await runSuite(name, suite, running, lacking);
      rows.push({ name, time: elapsed(since), ...tally });
      say(`  ${name}: ${inWords(tally)} in ${elapsed(since)}`);
    }
  } finally {
    await running.close();
    told.forget();
  }
  say(`\n━━━ result ${'━'.repeat(56)}\n${table(rows)}`);
  if (rows.some(({ failed }) => failed > 0)) process.exitCode = 1;
  if (told.signal.aborted) process.exitCode = INTERRUPTED;
});
