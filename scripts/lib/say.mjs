const started = performance.now();

/** Seconds since the command began, as text: `3.2 s`. */
export const elapsed = (/** @type {number} */ since = started) =>
  `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** One line of progress on the standard output. @param {string} text */
export const say = (text) => console.log(text);

/**
 * Runs one step with a line when it ends; on a terminal also while it goes on.
 *
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} run
 * @returns {Promise<T>} what `run` gave; its error passes through after the line was written
 */
export async function step(title, run) {
  const since = performance.now();
  const live = process.stdout.isTTY;
  const ticking = live ? setInterval(() => process.stdout.write(`\r  … ${title} ${elapsed(since)} `), 500) : undefined;
  const close = (/** @type {string} */ mark) => {
    clearInterval(ticking);
    process.stdout.write(`${live ? '\r' : ''}  ${mark} ${title} ${elapsed(since)}  \n`);
  };
  try {
    const result = await run();
    close('✓');
    return result;
  } catch (error) {
    close('✗');
    throw error;
  }
}

/** A fault that the person can cure: shown as it is, without a stack. */
export class Told extends Error {}

/**
 * Runs a command's main function; a fault ends the process with code 1, in words where it is one of ours.
 *
 * @param {() => Promise<void>} main
 */
export async function command(main) {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof Told ? `\n${error.message}\n` : error);
    process.exitCode = 1;
  }
}
