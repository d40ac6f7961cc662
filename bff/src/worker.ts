import { Worker } from 'node:worker_threads';

/**
 * Starts the program `name` beside the file `base`, an `import.meta.url`, on a thread of its own: the bundled one, or
 * where the sources run as they are, from there. It does not keep the process alive.
 */
export function startWorker(name: string, base: string): Worker {
  const worker = base.endsWith('.ts')
    ? new Worker(fromSource(new URL(`./${name}.ts`, base)), { eval: true })
    : new Worker(new URL(`./${name}.js`, base));
  worker.unref();
  return worker;
}

/** Node 20 does not hand the loader of TypeScript on to workers. */
function fromSource(file: URL): string {
  return `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(file.href)}); })`;
}
