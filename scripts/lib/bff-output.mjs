const KEPT_LINES = 200;

/**
 * Reads the BFF's output line by line: its log is a JSON object a line, anything else is meant for people.
 *
 * @param {{ from: number, print: (line: string) => void }} options lines of the level `from` and above are printed, as pino
 *   counts levels, and what is not a log line
 */
export function bffOutput({ from, print }) {
  /** @type {string[]} */
  const unseen = [];
  /** @type {(port: number) => void} */
  let found = () => undefined;
  /** @type {Promise<number>} */
  const port = new Promise((resolve) => (found = resolve));

  return {
    /** The port it listens on, once it says so. */
    port,
    /** What was not printed, newest last: shown where it ends before it is ready. */
    unseen: () => unseen.splice(0),
    /** @param {string} line */
    take(line) {
      const entry = parse(line);
      if (entry?.msg === 'listening' && typeof entry.port === 'number') found(entry.port);
      if (!entry || Number(entry.level) >= from) return print(line);
      unseen.push(line);
      if (unseen.length > KEPT_LINES) unseen.shift();
    },
  };
}

/** @param {string} line @returns {Record<string, unknown> | undefined} */
function parse(line) {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
