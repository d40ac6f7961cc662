import { elapsed } from './say.mjs';

/**
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {string[]} [failures] what failed and why, where its tool names it
 */

/** @typedef {Tally & { name: string, time: string }} Row */

/**
 * @typedef {object} VitestReport what is used of vitest's JSON report
 * @property {number} [numPassedTests]
 * @property {number} [numFailedTests]
 * @property {number} [numPendingTests]
 * @property {number} [numTodoTests]
 * @property {{ name: string, status: string, message?: string, assertionResults: VitestTest[] }[]} [testResults]
 */

/**
 * @typedef {object} VitestTest
 * @property {string} fullName
 * @property {string} status
 * @property {string[]} [failureMessages]
 */

/** So many lines of why a test failed. */
const LINES_TOLD = 24;

/** @returns {Tally} */
export const nothing = () => ({ passed: 0, failed: 0, skipped: 0 });

/** The tally of one step that either worked or did not. @param {boolean} worked @returns {Tally} */
export const single = (worked) => ({ passed: worked ? 1 : 0, failed: worked ? 0 : 1, skipped: 0 });

/** @param {Tally[]} tallies @returns {Tally} */
export function sum(tallies) {
  const total = nothing();
  const failures = tallies.flatMap((tally) => tally.failures ?? []);
  for (const { passed, failed, skipped } of tallies) {
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
  return failures.length > 0 ? { ...total, failures } : total;
}

/**
 * What failed in a run of vitest, a few lines each, as it is told once more at the end: of a long run that is what is
 * still on the screen.
 *
 * @param {VitestReport | undefined} report
 * @returns {string[]}
 */
export function failuresOf(report) {
  return (report?.testResults ?? []).flatMap(({ name, status, message = '', assertionResults: tests }) => {
    const failed = tests.filter((test) => test.status === 'failed');
    const file = name.split('/').slice(-3).join('/');
    if (failed.length === 0) return status === 'failed' ? [told(file, message)] : [];
    return failed.map(({ fullName, failureMessages = [] }) =>
      told(`${file} > ${fullName}`, failureMessages.join('\n')),
    );
  });
}

/** @param {string} what @param {string} why */
const told = (what, why) =>
  [
    `  ✗ ${what}`,
    ...why
      .split('\n')
      .slice(0, LINES_TOLD)
      .map((line) => `      ${line}`),
  ].join('\n');

/**
 * What a run of vitest amounts to. A run that failed without naming a test (nothing found, a file that does not load,
 * an error outside of any test) counts as one failure, so that it can never pass for success.
 *
 * @param {VitestReport | undefined} report its JSON report; undefined where it left none
 * @param {number} code its exit code
 * @returns {Tally}
 */
export function ofVitest(report, code) {
  const passed = report?.numPassedTests ?? 0;
  const failed = report?.numFailedTests ?? 0;
  const skipped = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
  const unnamed = failed === 0 && (code !== 0 || passed + skipped === 0);
  const failures = failuresOf(report);
  return { passed, failed: unnamed ? 1 : failed, skipped, ...(failures.length > 0 ? { failures } : {}) };
}

/** @param {Tally} tally */
export const inWords = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;

/**
 * The table at the end, under it what failed, with the totals as its last line.
 *
 * @param {Row[]} rows
 */
export function table(rows) {
  const width = Math.max(...rows.map(({ name }) => name.length), 0);
  const lines = rows.map((row) => {
    const mark = row.failed > 0 ? '✗' : row.passed > 0 ? '✓' : '-';
    return `  ${mark} ${row.name.padEnd(width)}  ${row.time.padStart(8)}  ${inWords(row)}`;
  });
  const total = sum(rows);
  const failures = (total.failures ?? []).flatMap((failure) => ['', failure]);
  return [...lines, `    ${'all'.padEnd(width)}  ${elapsed().padStart(8)}`, ...failures, '', inWords(total)].join('\n');
}
