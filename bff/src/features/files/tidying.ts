import type { Logger } from '../../logger';
import type { FilesRepository } from './files.repository';
import type { FileStore } from './store';

/** How long an attachment may wait to be asked about, and an upload to end, in ms. */
export const WAIT_MS = 24 * 3600 * 1000;
const EVERY_MS = 3600 * 1000;

export interface Tidying {
  /** Deletes all that nobody uses. Never rejects. */
  look(): Promise<void>;
  /** Deletes those of the contents that nobody uses any more. Never rejects. */
  drop(fileIds: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

export interface TidyingParts {
  repository: FilesRepository;
  store: FileStore;
  /** Removes from this machine's folders what nobody has written to since then, in ms since 1970. */
  sweep(before: number): Promise<void>;
  /** A content is about to be deleted. */
  retired(fileId: string): void;
  logger: Logger;
}

/** Deletes what nobody uses, each hour and when told. */
export function startTidying({ repository, store, sweep, retired, logger }: TidyingParts): Tidying {
  const closing = new AbortController();
  let work = Promise.resolve();

  const drop = async (fileIds: readonly string[]): Promise<void> => {
    for (const id of fileIds) {
      // In this order nothing is forgotten wherever it breaks off, and nothing that is gone is used.
      try {
        if (!(await repository.retire(id))) continue;
        retired(id);
        await store.remove(id);
        await repository.forget(id);
      } catch (error) {
        // Its row is still there, by which it is found later; and one that resists keeps the others from nothing.
        logger.error({ err: error, fileId: id }, 'a file that nobody uses cannot be deleted');
      }
    }
  };
  const look = async (): Promise<void> => {
    const before = Date.now() - WAIT_MS;
    await sweep(before);
    await repository.removeUnasked(before);
    const tried = new Set<string>();
    for (;;) {
      const ids = (await repository.unused(before)).filter((id) => !tried.has(id));
      if (ids.length === 0) return;
      for (const id of ids) {
        if (closing.signal.aborted) return;
        tried.add(id);
        await drop([id]);
      }
    }
  };
  const then = (next: () => Promise<void>): Promise<void> => {
    work = work.then(next).catch((error: unknown) => {
      logger.error({ err: error }, 'deleting files that nobody uses failed');
    });
    return work;
  };
  const timer = setInterval(() => void then(look), EVERY_MS);
  timer.unref();

  return {
    look: () => then(look),
    // Nobody waits for the hourly look.
    drop: (fileIds) => {
      const dropped = drop(fileIds);
      work = Promise.all([work, dropped]).then(() => undefined);
      return dropped;
    },
    close: async () => {
      closing.abort();
      clearInterval(timer);
      await work;
    },
  };
}
