import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { H5, overPageBudget, pageTable } from './browser-sizes.mjs';
import { build, targets } from './build.mjs';
import { bin } from './run.mjs';
import { say, Told } from './say.mjs';
import { scratch } from './scratch.mjs';
import { browserTable, measure, MINI_PROGRAM, overBudget, sizeTable } from './sizes.mjs';
import { ofVitest, single, sum } from './tally.mjs';

/** @typedef {import('./tally.mjs').Tally} Tally */

/** Tools at once: each of them uses one core. */
const AT_ONCE = 2;

/**
 * Runs tools that either accept everything or do not, some at once; each is shown whole when it ends.
 *
 * @param {[script: string, ...args: string[]][]} wanted scripts inside node_modules with their arguments
 * @returns {Promise<Tally>}
 */
export async function tools(wanted) {
  const waiting = [...wanted];
  /** @type {Tally[]} */
  const tallies = [];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) tallies.push(await tool(...next));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return sum(tallies);
}

/**
 * @param {string} script
 * @param {string[]} args
 * @returns {Promise<Tally>}
 */
async function tool(script, ...args) {
  const name = script.split('/').at(-1);
  const { code, output } = await bin(script, args, { capture: true });
  const end = code === 0 ? '  ✓ nothing to complain about' : `  ✗ ended with code ${code}`;
  say(`\n  ${name} ${args.join(' ')}\n${output}${end}`);
  return single(code === 0);
}

/**
 * Runs vitest on one folder.
 *
 * @param {string} folder below the root
 * @param {string[]} args
 * @param {Record<string, string>} env added to the environment
 * @returns {Promise<Tally>}
 */
export async function vitest(folder, args, env) {
  const report = scratch('report');
  const file = join(report.path, 'report.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const { code } = await bin('vitest/vitest.mjs', ['run', '--root', folder, ...reporters, ...args], { env });
    return ofVitest(readReport(file), code);
  } finally {
    report.remove();
  }
}

/** @param {string} file */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    say(`  vitest left no report: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

/**
 * Builds some targets, each a step of its own; one that fails does not keep the others from being tried.
 *
 * @param {string[]} [names]
 * @returns {Promise<Tally>}
 */
export async function builds(names = Object.keys(targets)) {
  /** @type {Tally[]} */
  const tallies = [];
  for (const name of names) tallies.push(single(await isBuilt(name)));
  return sum(tallies);
}

/** @param {string} name */
async function isBuilt(name) {
  try {
    const outcome = await build(name, { capture: false });
    if (outcome === 'fresh') say(`  ✓ ${name}: built from exactly these sources before`);
    return true;
  } catch (error) {
    if (!(error instanceof Told)) throw error;
    say(error.message);
    return false;
  }
}

/**
 * Tells how large the built clients are; fails where one is larger than it may be, or the mini-program is not there.
 *
 * @param {string} [folder] the built mini-program
 * @param {string} [browser] the built H5
 * @returns {Tally}
 */
export function sizes(folder = MINI_PROGRAM, browser = H5) {
  if (!existsSync(join(folder, 'app.json'))) {
    say('  ✗ sizes: there is no mini-program to measure');
    return single(false);
  }
  const measured = measure(folder);
  const over = [...overBudget(measured), ...overPageBudget(browser)];
  say('\n  sizes of the mini-program · 小程序体积');
  for (const line of [...sizeTable(measured), ...pageTable(browser), ...browserTable(browser)]) say(line);
  for (const line of over) say(`  ✗ over budget · 超出上限: ${line}`);
  return single(over.length === 0);
}
