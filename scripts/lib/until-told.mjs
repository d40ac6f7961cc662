import { readFileSync } from 'node:fs';

const SIGNALS = /** @type {const} */ ({ SIGHUP: 129, SIGINT: 130, SIGTERM: 143 });
const PARENT_CHECK_MS = 250;

/**
 * Listens for whatever means "end": Ctrl+C, a polite kill, a closed terminal, and, started by npm, npm being gone.
 *
 * @param {() => void} onFirst called at once when it comes
 * @returns {{ signal: AbortSignal, code: Promise<number>, forget: () => void }} `code`: the exit code that fits; 0 for
 *   Ctrl+C and SIGTERM, which are the ordinary ways to stop a server
 */
export function untilTold(onFirst) {
  const controller = new AbortController();
  /** @type {(code: number) => void} */
  let settle = () => undefined;
  /** @type {Promise<number>} */
  const code = new Promise((resolve) => (settle = resolve));

  /** @param {number} value */
  const end = (value) => {
    if (controller.signal.aborted) return;
    controller.abort();
    onFirst();
    settle(value);
  };
  const names = /** @type {Array<keyof typeof SIGNALS>} */ (Object.keys(SIGNALS));
  /** @type {(name: NodeJS.Signals) => void} */
  const heard = (name) => end(name === 'SIGHUP' ? SIGNALS.SIGHUP : 0);
  for (const name of names) process.on(name, heard);

  const started = ancestors();
  // npm forwards signals, but who kills it outright leaves this process behind with nobody to stop it.
  const watch = process.env.npm_lifecycle_event ? setInterval(check, PARENT_CHECK_MS) : undefined;
  watch?.unref();
  function check() {
    if (ancestors() !== started) end(SIGNALS.SIGHUP);
  }

  return {
    signal: controller.signal,
    code,
    forget() {
      clearInterval(watch);
      for (const name of names) process.off(name, heard);
    },
  };
}

/** The process that started this one and, where Linux tells it, the one before: npm puts a shell in between. */
function ancestors() {
  const parent = process.ppid;
  if (process.platform !== 'linux') return String(parent);
  try {
    // Its name is in brackets and may contain anything, so the fields are counted from the last bracket.
    const fields = readFileSync(`/proc/${parent}/stat`, 'utf8').split(')').at(-1)?.trim().split(' ');
    return `${parent} ${fields?.[1]}`;
  } catch (error) {
    // A parent that has just gone, or a system that shows no processes of others.
    return error instanceof Error ? String(process.ppid) : '';
  }
}
