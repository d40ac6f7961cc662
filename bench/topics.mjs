/**
 * How quickly lists, messages and search answer somebody with 10,000 topics, one of them with 5,000 messages, against
 * somebody with 20 topics, on SQLite and, where it is installed, MariaDB. `node bench/topics.mjs [topics]`
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { mariadb } from '../scripts/lib/mariadb.mjs';

const [topics = '10000'] = process.argv.slice(2);
const script = fileURLToPath(new URL('../bff/test/large-table.ts', import.meta.url));
const database = mariadb.isThere() ? await mariadb.start() : undefined;
const env = { ...process.env, TEST_MYSQL_URL: database?.url };
const child = spawn(process.execPath, ['--import', 'tsx', script, topics], { stdio: 'inherit', env });
process.exitCode = await new Promise((resolve) => child.once('exit', resolve));
await database?.close();
