import type { Logger } from '../../logger';
import type { FilesRepository } from './files.repository';
import type { FileStore } from './store';

/** How long an attachment may wait to be asked about, and an upload to end, in ms. */
const WAIT_MS = 24 * 3600 * 1000;
const EVERY_MS = 3600 * 1000;

export interface Tidying {
  /** Deletes now what nobody uses. Never rejects; calls while one waits are that one. */
  look(): Promise<void>;
  close(): Promise<void>;
}

export interface TidyingParts {
  repository: FilesRepository;
  store: FileStore;
  logger: Logger;
}

/** Deletes what nobody uses, each hour and when told. */
export function startTidying({ repository, store, logger }: TidyingParts): Tidying {
  let looking = Promise.resolve();
  let next: Promise<void> | undefined;
  let closed = false;

  const pass = async (): Promise<void> => {
    const before = Date.now() - WAIT_MS;
    await repository.removeUnasked(before);
    for (let ids = await repository.unused(before); ids.length > 0; ids = await repository.unused(before)) {
      for (const id of ids) {
        if (closed) return;
        // In this order nothing is forgotten wherever it breaks off, and nothing that is gone is used.
        if (!(await repository.retire(id))) continue;
        await store.remove(id);
        await repository.forget(id);
      }
    }
  };
  const passed = async (): Promise<void> => {
    try {
      if (!closed) await pass();
    } catch (error) {
      logger.error({ err: error }, 'deleting files that nobody uses failed');
    }
  };
  /** One after the other, and never more than one that waits. */
  const look = (): Promise<void> => {
    if (closed) return Promise.resolve();
    next ??= looking.then(() => {
      next = undefined;
      looking = passed();
      return looking;
    });
    return next;
  };
  const timer = setInterval(() => void look(), EVERY_MS);
  timer.unref();

  return {
    look,
    close: async () => {
      closed = true;
      clearInterval(timer);
      await (next ?? looking);
    },
  };
}
