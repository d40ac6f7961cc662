import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** What many visits may need stands in the worker's list; what few answers have is fetched, and kept, with the first of them. */
const RARE = /\/(?:highlight\.js|katex)\/|\/platform\/(?:formula-setting|picture-viewer|resumable-library|qr-code)\.ts/;
const LISTED = /\.(?:js|css|html)$/;
const PUBLIC = ['manifest.webmanifest', 'static/favicon.svg', 'static/icon-192.png'];
const WORKER = 'sw.js';

/**
 * Gives the service worker the list of the program's files. It is an entry of the build of its own, at the root of what is served, for
 * a worker sees only what lies below it.
 */
export function offline(): Plugin {
  return {
    name: 'huati:offline',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const entries = Object.values(bundle)
          .filter(
            (file) =>
              LISTED.test(file.fileName) && file.fileName !== WORKER && !(file.type === 'chunk' && isRare(file)),
          )
          .map((file) => {
            const content = file.type === 'chunk' ? file.code : file.source;
            // Below assets a name tells of another content by itself.
            const revision = file.fileName.startsWith('assets/') ? null : hashOf(content);
            return { url: `/${file.fileName}`, revision };
          });
        const files = PUBLIC.map((name) => ({ name, path: join('public', name) }))
          .filter(({ path }) => existsSync(path))
          .map(({ name, path }) => ({ url: `/${name}`, revision: hashOf(readFileSync(path)) }));
        const worker = bundle[WORKER];
        if (worker?.type !== 'chunk') return this.error(`there is no ${WORKER}`);
        if (worker.imports.length > 0)
          return this.error(`${WORKER} shares code with the program: ${worker.imports.join()}`);
        worker.code = worker.code.replace('self.__PROGRAM', JSON.stringify([...entries, ...files]));
      },
    },
  };
}

const isRare = (file: { facadeModuleId?: string | null }): boolean =>
  RARE.test(file.facadeModuleId?.replaceAll('\\', '/') ?? '');

const hashOf = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex').slice(0, 16);
