import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testMysqlUrl } from './config';

/** The databases every suite of this workspace runs on; each `prepare` gives an empty one of its own. */
export const databases: { name: string; prepare: () => Promise<{ DATABASE_URL: string }> }[] = [
  {
    name: 'SQLite',
    prepare: async () => ({ DATABASE_URL: `sqlite:${join(await mkdtemp(join(tmpdir(), 'huati-db-')), 'test.db')}` }),
  },
];

const server = testMysqlUrl();
if (server !== undefined && server !== '') {
  databases.push({
    name: 'MariaDB',
    prepare: () =>
      Promise.resolve({ DATABASE_URL: `${server.replace(/\/$/, '')}/huati_${randomBytes(6).toString('hex')}` }),
  });
}
