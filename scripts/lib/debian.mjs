import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './run.mjs';
import { step } from './say.mjs';

const SYSTEM_PATHS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/**
 * The path of the first of some programs that is there. System folders are looked into also where they are not in the
 * user's PATH, as /usr/sbin is not for many.
 *
 * @param {string[]} names
 * @returns {string | undefined}
 */
export function which(names) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...SYSTEM_PATHS].filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

/** How to run something as root: directly, through sudo without a password, or not at all (undefined). */
async function asRoot() {
  if (process.getuid?.() === 0) return [];
  const sudo = which(['sudo']);
  if (!sudo) return undefined;
  const { code } = await run(sudo, ['-n', 'true'], { capture: true });
  return code === 0 ? [sudo, '-n', 'env', 'DEBIAN_FRONTEND=noninteractive'] : undefined;
}

/**
 * Installs Debian packages where that is possible: apt-get is there, and this is root or may become it unasked.
 *
 * @param {string[]} packages
 * @returns {Promise<string | undefined>} why it could not be done; undefined where it was
 */
export async function installPackages(packages) {
  const apt = which(['apt-get']);
  if (!apt) return 'there is no apt-get on this system';
  const prefix = await asRoot();
  if (!prefix) return 'apt-get needs root, and sudo asks for a password';

  const apply = async (/** @type {string[]} */ args) => {
    const [program = apt, ...rest] = [...prefix, apt, ...args];
    return run(program, rest, { capture: true, env: { DEBIAN_FRONTEND: 'noninteractive' } });
  };
  const install = ['install', '--yes', '--no-install-recommends', ...packages];
  try {
    await step(`Installing ${packages.join(', ')} by apt-get`, async () => {
      // An image may come without package lists, but lists that are there may be good enough for an offline mirror.
      const updated = await apply(['update']);
      const { code, output } = await apply(install);
      if (code !== 0) throw new Error(`${updated.code === 0 ? '' : updated.output}${output}`);
    });
    return undefined;
  } catch (error) {
    return `apt-get failed:\n${error instanceof Error ? error.message : String(error)}`;
  }
}
