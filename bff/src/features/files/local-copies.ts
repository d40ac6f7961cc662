import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { newId } from '../../ids';
import { writeNewFile } from './new-file';
import type { LocalContent } from './store';

/** How long a copy stays after its last use, in ms: whoever turns pages asks for one content again and again. */
const LINGER_MS = 30_000;

interface Copy {
  path: string;
  /** Fulfilled once it is whole. */
  whole: Promise<void>;
  users: number;
  timer?: NodeJS.Timeout;
}

export interface LocalCopies {
  /** The content `id`, fetched where it is not there yet. */
  hold(id: string): Promise<LocalContent>;
  /** Takes away the copy of a content that is gone. */
  drop(id: string): Promise<void>;
  close(): Promise<void>;
}

/** Copies in `folder` of contents that lie elsewhere, each for as long as it is used and a little longer. */
export function createLocalCopies(folder: string, open: (id: string) => Promise<Readable>): LocalCopies {
  const copies = new Map<string, Copy>();

  const take = async (id: string, copy: Copy): Promise<void> => {
    if (copies.get(id) === copy) copies.delete(id);
    clearTimeout(copy.timer);
    await rm(copy.path, { force: true });
  };
  const begin = (id: string): Copy => {
    const path = join(folder, newId());
    const fetch = async (): Promise<void> => writeNewFile(path, await open(id));
    const copy: Copy = { path, whole: fetch(), users: 0 };
    copies.set(id, copy);
    return copy;
  };
  const release = async (id: string, copy: Copy): Promise<void> => {
    copy.users -= 1;
    if (copy.users > 0) return;
    if (copies.get(id) !== copy) return take(id, copy);
    copy.timer = setTimeout(() => void take(id, copy), LINGER_MS);
    copy.timer.unref();
  };

  return {
    hold: async (id) => {
      const copy = copies.get(id) ?? begin(id);
      clearTimeout(copy.timer);
      copy.users += 1;
      try {
        await copy.whole;
      } catch (error) {
        await take(id, copy);
        throw error;
      }
      let released = false;
      return {
        path: copy.path,
        release: async () => {
          if (released) return;
          released = true;
          await release(id, copy);
        },
      };
    },

    drop: async (id) => {
      const copy = copies.get(id);
      if (!copy) return;
      copies.delete(id);
      // Whoever reads it still takes it away afterwards.
      if (copy.users === 0) await take(id, copy);
    },

    close: async () => {
      await Promise.all([...copies].map(([id, copy]) => take(id, copy)));
    },
  };
}
