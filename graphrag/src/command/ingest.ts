import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { nameOf } from '../http/document-parts';
import { inWords, pathOf, ToldDocument } from './document';
import { CommandError, type RunningService } from './service';

/** So many files are sent at once; and so often is asked what has become of one, in ms. */
const AT_ONCE = 4;
const ASK_EVERY_MS = 200;
/** What an id has of the file's name, and of the hash of its path, in UTF-16 units. */
const NAME_LENGTH = 120;
const OWN_LENGTH = 12;

/**
 * Sends files, and those in folders, and waits until they are taken in: a line for each. What the service has already, and
 * would take in just so, it leaves alone, so that a run that was ended goes on where it was. Gives how many failed. Throws CommandError.
 */
export async function ingest(
  service: RunningService,
  paths: readonly string[],
  say: (line: string) => void,
): Promise<number> {
  const files = (await Promise.all(paths.map(filesIn))).flat();
  if (files.length === 0) throw new CommandError('there are no files in what was given');
  let failed = 0;
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let file = files[next]; file !== undefined; file = files[next]) {
      next += 1;
      const place = `[${next}/${files.length}]`;
      const { isWell, told } = await one(service, file);
      if (!isWell) failed += 1;
      say(`${place} ${relative('.', file)}  ${told}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return failed;
}

async function one(service: RunningService, file: string): Promise<{ isWell: boolean; told: string }> {
  const id = idOf(file);
  try {
    const query = new URLSearchParams({ id, name: basename(file) });
    let document = await service.send(`/documents?${query.toString()}`, file, ToldDocument);
    // It answers before it takes anything in: what is ready now was ready before.
    if (document.status === 'ready') return { isWell: true, told: 'unchanged' };
    while (document.status === 'processing') {
      await pause(ASK_EVERY_MS);
      document = await service.call('GET', pathOf(id), ToldDocument);
    }
    return { isWell: document.status === 'ready', told: inWords(document) };
  } catch (error) {
    // What one file is refused for says nothing about the next.
    if (error instanceof CommandError) return { isWell: false, told: error.message };
    throw error;
  }
}

/** The same for the same file, from wherever it is seen: its name, and what tells it from others of that name. */
function idOf(file: string): string {
  const own = createHash('sha256').update(resolve(file)).digest('hex').slice(0, OWN_LENGTH);
  return `${nameOf(file).slice(0, NAME_LENGTH)}-${own}`;
}

async function filesIn(path: string): Promise<string[]> {
  const whole = resolve(path);
  let isFolder: boolean;
  try {
    isFolder = (await stat(whole)).isDirectory();
  } catch (error) {
    throw new CommandError(`${path} cannot be read`, { cause: error });
  }
  if (!isFolder) return [whole];
  const entries = await readdir(whole, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
