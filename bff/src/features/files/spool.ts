import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Failure } from '../../failure';
import { writeNewFile } from './new-file';

/** What is known of a content by counting: its length, and its SHA-256 in hex. */
export interface Measures {
  bytes: number;
  sha256: string;
}

/** Writes a content to the new file `path`. Throws `too_large` as soon as there are more than `maxBytes`; then nothing is left. */
export async function spool(path: string, content: Readable, maxBytes: number): Promise<Measures> {
  const meter = new Meter(maxBytes);
  await writeNewFile(path, content, meter);
  return meter.measures();
}

/** Counts what is in the file `path`; throws `too_large` where that is more than `maxBytes`. */
export async function measure(path: string, maxBytes: number): Promise<Measures> {
  const meter = new Meter(maxBytes);
  await pipeline(createReadStream(path), meter, (bytes: AsyncIterable<unknown>) => drain(bytes));
  return meter.measures();
}

/** Makes `folder` where it is not there, and removes what nobody has written to in it since `before`, in ms since 1970. */
export async function sweep(folder: string, before: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const found = await stat(path).catch(goneToUndefined);
    if (found?.isFile() && found.mtimeMs < before) await rm(path, { force: true });
  }
}

/** Another process may have removed it meanwhile. */
export function goneToUndefined(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}

async function drain(bytes: AsyncIterable<unknown>): Promise<void> {
  const iterator = bytes[Symbol.asyncIterator]();
  while (!(await iterator.next()).done);
}

/** Counts and hashes what passes, and breaks off where it is too much. */
class Meter extends Transform {
  #bytes = 0;
  readonly #hash = createHash('sha256');

  constructor(private readonly max: number) {
    super();
  }

  measures(): Measures {
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error, chunk?: Buffer) => void): void {
    this.#bytes += chunk.length;
    if (this.#bytes > this.max) {
      done(new Failure('too_large', `the file has more than ${this.max} bytes`));
      return;
    }
    this.#hash.update(chunk);
    done(undefined, chunk);
  }
}
