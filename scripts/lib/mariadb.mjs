import { execFileSync } from 'node:child_process';
import { startDaemon } from './daemon.mjs';
import { which } from './debian.mjs';
import { freePort } from './ports.mjs';
import { run } from './run.mjs';
import { scratch } from './scratch.mjs';

const server = () => which(['mariadbd', 'mysqld']);
const installer = () => which(['mariadb-install-db', 'mysql_install_db']);

/** Speed over durability: what is written dies with the tests anyway. */
const FAST = [
  '--innodb-flush-log-at-trx-commit=0',
  '--innodb-flush-method=nosync',
  '--innodb-doublewrite=0',
  '--debug-no-sync',
  '--skip-sync-frm',
  '--sync-binlog=0',
  '--skip-log-bin',
  '--innodb-buffer-pool-size=64M',
  '--innodb-log-file-size=16M',
  '--performance-schema=OFF',
];

/** @type {import('./services.mjs').Service} */
export const mariadb = {
  name: 'MariaDB',
  variable: 'TEST_MYSQL_URL',
  packages: ['mariadb-server'],
  isThere: () => server() !== undefined && installer() !== undefined,
  start: startMariadb,
};

/** Starts a server of our own with a data folder of its own; any server of the system is left alone. */
async function startMariadb() {
  const [mariadbd, install] = [server(), installer()];
  if (!mariadbd || !install) throw new Error('MariaDB is not installed.');
  const folder = scratch('mariadb');
  try {
    const user = dropRoot(folder.path);
    const data = `${folder.path}/data`;
    const prepared = [
      '--no-defaults',
      `--datadir=${data}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
    ];
    const { code, output } = await run(install, [...prepared, ...user], { capture: true });
    if (code !== 0) throw new Error(output);
    const port = await freePort();
    const stop = await startDaemon(mariadbd, [...options(folder.path, data, port), ...user], port);
    const close = async () => {
      await stop();
      folder.remove();
    };
    return { url: `mysql://root@127.0.0.1:${port}`, close };
  } catch (error) {
    folder.remove();
    throw error;
  }
}

/**
 * @param {string} folder
 * @param {string} data
 * @param {number} port
 */
const options = (folder, data, port) => [
  '--no-defaults',
  `--datadir=${data}`,
  `--socket=${folder}/socket`,
  `--pid-file=${folder}/pid`,
  `--port=${port}`,
  '--bind-address=127.0.0.1',
  '--skip-name-resolve',
  '--character-set-server=utf8mb4',
  '--collation-server=utf8mb4_unicode_ci',
  '--max-connections=300',
  ...FAST,
];

/**
 * MariaDB refuses to run as root: the folder is given to its own user, which the package made.
 *
 * @param {string} folder
 * @returns {string[]} the option to add
 */
function dropRoot(folder) {
  if (process.getuid?.() !== 0) return [];
  execFileSync('chown', ['mysql', folder]);
  return ['--user=mysql'];
}
