import { elapsed } from './say.mjs';

/**
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 */

/** @typedef {Tally & { name: string, time: string }} Row */

/** @returns {Tally} */
export const nothing = () => ({ passed: 0, failed: 0, skipped: 0 });

/** The tally of one step that either worked or did not. @param {boolean} worked @returns {Tally} */
export const single = (worked) => ({ passed: worked ? 1 : 0, failed: worked ? 0 : 1, skipped: 0 });

/** @param {Tally[]} tallies @returns {Tally} */
export function sum(tallies) {
  const total = nothing();
  for (const { passed, failed, skipped } of tallies) {
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
  return total;
}

/**
 * What a run of vitest amounts to. A run that failed without naming a test (nothing found, a file that does not load,
 * an error outside of any test) counts as one failure, so that it can never pass for success.
 *
 * @param {{ numPassedTests?: number, numFailedTests?: number, numPendingTests?: number, numTodoTests?: number } | undefined} report
 *   its JSON report; undefined where it left none
 * @param {number} code its exit code
 * @returns {Tally}
 */
export function ofVitest(report, code) {
  const passed = report?.numPassedTests ?? 0;
  const failed = report?.numFailedTests ?? 0;
  const skipped = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
  const unnamed = failed === 0 && (code !== 0 || passed + skipped === 0);
  return { passed, failed: unnamed ? 1 : failed, skipped };
}

/** @param {Tally} tally */
export const inWords = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;

/**
 * The table at the end, with the totals as its last line.
 *
 * @param {Row[]} rows
 */
export function table(rows) {
  const width = Math.max(...rows.map(({ name }) => name.length), 0);
  const lines = rows.map((row) => {
    const mark = row.failed > 0 ? '✗' : row.passed > 0 ? '✓' : '-';
    return `  ${mark} ${row.name.padEnd(width)}  ${row.time.padStart(8)}  ${inWords(row)}`;
  });
  return [...lines, `    ${'all'.padEnd(width)}  ${elapsed().padStart(8)}`, '', inWords(sum(rows))].join('\n');
}
