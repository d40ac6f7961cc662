// Node 20 does not hand the loader of TypeScript on to threads, and loading file by file takes each thread seconds.
import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { threadId } from 'node:worker_threads';
import { buildSync } from 'esbuild';

// Beside the sources, where the packages are found.
const folder = fileURLToPath(new URL('../.cache/', import.meta.url));
const outfile = `${folder}worker-${process.pid}-${threadId}.mjs`;
const { pathname: shared } = new URL('../../shared/src/index.ts', import.meta.url);

mkdirSync(folder, { recursive: true });
buildSync({
  entryPoints: [fileURLToPath(new URL('worker.ts', import.meta.url))],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  alias: { '@huati/shared': shared },
  logLevel: 'silent',
});
const { default: run } = await import(pathToFileURL(outfile).href);
rmSync(outfile, { force: true });

export default run;
