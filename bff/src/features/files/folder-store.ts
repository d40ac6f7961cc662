import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { FileStore } from './store';

/** Contents are spread over folders by this much of the end of their ids, which is random. */
const SPREAD = 2;

/** Keeps contents in a folder, which all processes of a deployment share. */
export function createFolderStore(folder: string): FileStore {
  const folderOf = (id: string) => join(folder, id.slice(-SPREAD));
  const pathOf = (id: string) => join(folderOf(id), id);

  return {
    put: async (id, content) => {
      await mkdir(folderOf(id), { recursive: true });
      const file = createWriteStream(pathOf(id), { flags: 'wx', flush: true });
      try {
        await pipeline(content, file);
      } catch (error) {
        // Until it is closed, it may just be about to be made.
        if (!file.closed) await once(file, 'close');
        await rm(pathOf(id), { force: true });
        throw error;
      }
    },

    open: async (id, range) => (await open(pathOf(id))).createReadStream(range),

    remove: (id) => rm(pathOf(id), { force: true }),
  };
}
