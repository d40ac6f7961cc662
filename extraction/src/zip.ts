import yauzl from 'yauzl';
import { Unreadable } from './extracted';

/** The most entries of an archive, and the most bytes that come out of one entry, and out of all that are read. */
export const ENTRIES_MAX = 20_000;
export const ENTRY_BYTES_MAX = 128 * 1024 * 1024;
export const ARCHIVE_BYTES_MAX = 256 * 1024 * 1024;

/** An entry may become so many times larger; tables of nothing but formats come to about a hundred. */
const RATIO_MAX = 200;
/** Small entries may repeat themselves as they like. */
const RATIO_FROM = 8 * 1024 * 1024;

/** What yauzl says of an entry with more or fewer bytes in it than it claims. */
const LIES = /too many bytes|not enough bytes|compressed\/uncompressed size mismatch/i;

/**
 * The one gate to what is in an archive: nothing of it is written to a disk, no entry is taken whose name leads out of it,
 * and bytes are counted as they come out, whatever headers claim. Every method throws `Unreadable`.
 */
export interface Zip {
  has: (name: string) => boolean;
  /** The bytes of an entry, from its beginning; `broken` where there is none of that name. */
  read: (name: string) => AsyncIterable<Buffer>;
  /** An entry as UTF-8, where it is no longer than `max` bytes; `bomb` where it is. */
  text: (name: string, max: number) => Promise<string>;
  close: () => void;
}

/** Opens the archive at `path` and reads its list of entries, no more. Throws `Unreadable`. */
export async function openZip(path: string): Promise<Zip> {
  const file = await yauzl
    .openPromise(path, { autoClose: false, strictFileNames: true, validateEntrySizes: true })
    .catch((error: unknown) => {
      throw unreadable(error);
    });
  try {
    return gate(file, await listed(file));
  } catch (error) {
    file.close();
    throw unreadable(error);
  }
}

async function listed(file: yauzl.ZipFile): Promise<Map<string, yauzl.Entry>> {
  if (file.entryCount > ENTRIES_MAX) throw new Unreadable('bomb', `an archive of ${file.entryCount} entries`);
  const entries = new Map<string, yauzl.Entry>();
  for await (const entry of file.eachEntry()) {
    // Headers may claim fewer entries than follow, and of two with one name the first is what most programs show.
    if (entries.size >= ENTRIES_MAX) throw new Unreadable('bomb', 'an archive of too many entries');
    if (!entries.has(entry.fileName)) entries.set(entry.fileName, entry);
  }
  return entries;
}

function gate(file: yauzl.ZipFile, entries: Map<string, yauzl.Entry>): Zip {
  let total = 0;

  async function* read(name: string): AsyncGenerator<Buffer> {
    const entry = entries.get(name);
    if (!entry) throw new Unreadable('broken', 'an entry that is referred to is missing');
    if (entry.isEncrypted()) throw new Unreadable('encrypted', 'an encrypted entry');
    if (entry.uncompressedSize > ENTRY_BYTES_MAX) throw new Unreadable('bomb', 'an entry that claims too many bytes');
    let bytes = 0;
    try {
      const stream: AsyncIterable<Buffer> = await file.openReadStreamPromise(entry);
      for await (const piece of stream) {
        bytes += piece.length;
        total += piece.length;
        checkSize(bytes, total, entry.compressedSize);
        yield piece;
      }
    } catch (error) {
      throw unreadable(error);
    }
  }

  async function text(name: string, max: number): Promise<string> {
    const pieces: Buffer[] = [];
    let bytes = 0;
    for await (const piece of read(name)) {
      bytes += piece.length;
      if (bytes > max) throw new Unreadable('bomb', 'an entry of the format is far too long');
      pieces.push(piece);
    }
    return Buffer.concat(pieces).toString('utf8');
  }

  return { has: (name) => entries.has(name), read, text, close: () => file.close() };
}

function checkSize(bytes: number, total: number, compressed: number): void {
  const swollen = bytes > RATIO_FROM && bytes > compressed * RATIO_MAX;
  if (bytes > ENTRY_BYTES_MAX || total > ARCHIVE_BYTES_MAX || swollen) {
    throw new Unreadable('bomb', 'far more comes out of an archive than is in it');
  }
}

function unreadable(error: unknown): unknown {
  if (error instanceof Unreadable) return error;
  // What the system says of the file itself is no property of an archive; of yauzl and zlib come plain errors.
  if (!(error instanceof Error) || 'syscall' in error) return error;
  const reason = LIES.test(error.message) ? 'bomb' : 'broken';
  return new Unreadable(reason, 'an archive that cannot be read', { cause: error });
}
