/**
 * Answers over links that are cut, freeze and crawl, of servers that are killed, put to sleep or lose their Redis, by the
 * thousand; prints the table of the README. `node bench/chaos.mjs [answers a row] [seed]`, after `npm run build`; the rows
 * with Redis need redis-server.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const [answers = '300', seed = '1'] = process.argv.slice(2);
const script = fileURLToPath(new URL('../bff/test/chaos/table.ts', import.meta.url));
const { status } = spawnSync(process.execPath, ['--import', 'tsx', script, answers, seed], { stdio: 'inherit' });
process.exitCode = status ?? 1;
