/**
 * @param {number[]} values
 * @param {number} share from 0 to 1
 */
export function quantile(values, share) {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? 0;
}

/**
 * Prints rows below each other, their columns in line.
 *
 * @param {string[]} head
 * @param {(string | number)[][]} rows
 */
export function table(head, rows) {
  const all = [head, ...rows.map((row) => row.map(String))];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  for (const row of all) {
    console.log(
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  '),
    );
  }
}

/**
 * @param {string} what
 * @param {number} value
 * @param {number} goal the most it should be
 * @param {string} unit
 */
export function goal(what, value, goal, unit) {
  console.log(`${value <= goal ? 'met   ' : 'missed'}  ${what}: ${value.toFixed(2)}${unit}, goal ${goal}${unit}`);
}
