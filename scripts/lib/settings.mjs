import { existsSync } from 'node:fs';
import { at } from './paths.mjs';
import { say, Told } from './say.mjs';

const DEFAULT_PORT = 3000;

/** Reads `.env` at the root where there is one; what the environment says already wins. */
export function loadDotEnv() {
  const file = at('.env');
  if (!existsSync(file)) return;
  if (typeof process.loadEnvFile === 'function') process.loadEnvFile(file);
  else say(`  .env is not read: that needs Node 20.12 or newer, this is ${process.version}.`);
}

/**
 * @returns {{ port: number, demo: boolean, verbose: boolean }} `demo` where no model is configured; `verbose` where
 *   the log was asked for
 * Throws Told where PORT is not a port.
 */
export function readSettings() {
  const { PORT, LLM_BASE_URL, LOG_LEVEL } = process.env;
  const port = PORT === undefined || PORT === '' ? DEFAULT_PORT : Number(PORT);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Told(`  PORT=${PORT} is not a port: give a number from 0 to 65535. PORT 应为 0–65535 的整数。`);
  }
  return { port, demo: !LLM_BASE_URL, verbose: Boolean(LOG_LEVEL) };
}
