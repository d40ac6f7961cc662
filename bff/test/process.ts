import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { ownEnvironment } from './config';
import type { Bff } from './harness';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const START_MS = 45_000;
/** The secret that sessions of the tests are signed with. */
const SECRET = 'a secret of the tests, 32 characters';

/** The server in a process of its own, which can be killed as the system would. */
export interface OwnProcess {
  url: string;
  kill(): Promise<void>;
}

/** Another process of `first`'s deployment, which shares all that it has. */
export async function startProcess({ env }: Pick<Bff, 'env'>): Promise<OwnProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN], {
    env: { ...ownEnvironment(), ...env, PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'info', JWT_SECRET: SECRET },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const port = await new Promise<string>((resolve, reject) => {
    let told = '';
    const late = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`the server did not listen:\n${told}`));
    }, START_MS);
    const hear = (bytes: Buffer): void => {
      told += bytes.toString();
      const found = /"port":(\d+).*"msg":"listening"/.exec(told)?.[1];
      if (found === undefined) return;
      clearTimeout(late);
      resolve(found);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', () => reject(new Error(`the server ended:\n${told}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    kill: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}
