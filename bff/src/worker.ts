import { Worker } from 'node:worker_threads';

/**
 * Starts the program `name` beside the file `base`, an `import.meta.url`, on a thread of its own: the bundled one, or
 * where the sources run as they are, from there. It does not keep the process alive.
 */
export function startWorker(name: string, base: string): Worker {
  const source = base.endsWith('.ts');
  const worker = new Worker(new URL(`./${name}.${source ? 'ts' : 'js'}`, base), {
    execArgv: source ? ['--import', 'tsx'] : [],
  });
  worker.unref();
  return worker;
}
