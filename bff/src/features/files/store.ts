import type { Readable } from 'node:stream';

/** Where contents are kept, by the ids that the database gives them. */
export interface FileStore {
  /** Writes a new content. Rejects, with nothing left behind, where `content` breaks off or it cannot be written. */
  put(id: string, content: Readable): Promise<void>;
  /** The bytes from `range.start` up to and with `range.end`; all where it is left out. Rejects where it is not there. */
  open(id: string, range?: { start: number; end: number }): Promise<Readable>;
  /** Does nothing where it is not there. */
  remove(id: string): Promise<void>;
}
