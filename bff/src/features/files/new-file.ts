import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Readable, Transform } from 'node:stream';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/**
 * Writes what `content` gives, once it has passed `through`, to the new file `path`, and has the disk hold it. Rejects, with
 * nothing left behind, where that breaks off or `path` is there.
 */
export async function writeNewFile(
  path: string,
  content: Readable,
  through: Transform = new PassThrough(),
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const file = createWriteStream(path, { flags: 'wx', flush: true });
  try {
    await pipeline(content, through, file);
  } catch (error) {
    // Until it is closed, it may just be about to be made.
    if (!file.closed) await new Promise<void>((resolve) => file.once('close', () => resolve()));
    if (!isThere(error)) await rm(path, { force: true });
    throw error;
  }
}

function isThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}
