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

/**
 * Between what the mean lies in 95 % of resamples (paired bootstrap, where `gains` are differences); the same every time.
 *
 * @param {number[]} gains
 * @returns {[number, number]}
 */
export function bootstrap(gains, resamples = 10_000) {
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const means = Array.from({ length: resamples }, () => {
    let sum = 0;
    for (let drawn = 0; drawn < gains.length; drawn += 1) sum += gains[Math.floor(random() * gains.length)] ?? 0;
    return sum / Math.max(1, gains.length);
  });
  return [quantile(means, 0.025), quantile(means, 0.975)];
}
