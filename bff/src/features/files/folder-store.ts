import { access, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeNewFile } from './new-file';
import type { FileStore } from './store';

/** Contents are spread over folders by this much of the end of their ids, which is random. */
const SPREAD = 2;

/** Keeps contents in a folder, which all processes of a deployment share. */
export function createFolderStore(folder: string): FileStore {
  const pathOf = (id: string) => join(folder, id.slice(-SPREAD), id);

  return {
    put: (id, content) => writeNewFile(pathOf(id), content),

    open: async (id, range) => (await open(pathOf(id))).createReadStream(range),

    local: async (id) => {
      await access(pathOf(id));
      return { path: pathOf(id), release: () => Promise.resolve() };
    },

    remove: (id) => rm(pathOf(id), { force: true }),

    close: () => Promise.resolve(),
  };
}
