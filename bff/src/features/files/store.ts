import type { Readable } from 'node:stream';

/** A content as a file of this machine, until it is released. */
export interface LocalContent {
  path: string;
  release(): Promise<void>;
}

/** Where contents are kept, by the ids that the database gives them. */
export interface FileStore {
  /** Writes a new content of `bytes` bytes. Rejects, with nothing left behind, where it breaks off or cannot be written. */
  put(id: string, content: Readable, bytes: number): Promise<void>;
  /** The bytes from `range.start` up to and with `range.end`; all where it is left out. Rejects where it is not there. */
  open(id: string, range?: { start: number; end: number }): Promise<Readable>;
  /** Rejects where it is not there. */
  local(id: string): Promise<LocalContent>;
  /** Does nothing where it is not there. */
  remove(id: string): Promise<void>;
  /** Where clients may write to the store themselves. */
  direct?: DirectStore;
  /** Takes away what it holds for a while on this machine. */
  close(): Promise<void>;
}

/** How a client writes one content, with a request that must carry exactly these headers. */
export interface DirectPlace {
  url: string;
  method: 'PUT';
  headers: Record<string, string>;
}

export interface DirectStore {
  /** A place for a content of exactly `bytes` bytes, open for `seconds`. */
  place(id: string, bytes: number, seconds: number): Promise<DirectPlace>;
  /** How many bytes of it are there; undefined where it is not. */
  size(id: string): Promise<number | undefined>;
}

/** Gives what `use` makes of a content, which lies at `path` on this machine meanwhile. Rejects as `local` and `use` do. */
export async function useLocal<T>(
  store: Pick<FileStore, 'local'>,
  id: string,
  use: (path: string) => Promise<T>,
): Promise<T> {
  const { path, release } = await store.local(id);
  try {
    return await use(path);
  } finally {
    await release();
  }
}
