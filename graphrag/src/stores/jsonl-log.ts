import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, truncate, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { hasCode, takeLock, type Lock } from './folder-lock';

/** Text that is written at once, in UTF-16 units. */
const WRITE_UNITS = 1 << 20;
/** What is read at once. */
const READ_BYTES = 1 << 20;
/** A log of fewer entries than this is not worth writing anew while it is in use. */
const SMALL = 1_000;

interface LogOf {
  file: string;
  /** Takes in an entry as it was appended; throws where it is none. */
  replay: (entry: unknown) => void;
  /** Entries that make what is there now out of nothing. */
  snapshot: () => Iterable<unknown>;
  /** How many entries `snapshot` has. */
  live: () => number;
}

/** What happened to something that is kept in memory, a JSON entry a line, so that it can be had again. */
export interface JsonlLog {
  /**
   * Resolves once the entries, and all that were appended before, are on the disk. What they tell must be in memory already.
   * After a rejection the next call writes down all that is in memory.
   */
  append(entries: readonly unknown[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the log and replays it. An entry without its end was never acknowledged and is cut off; any other that cannot be read
 * is an error. The file belongs to one process, which its lock file guards. It is written anew at the start where entries
 * in it no longer count, and later when those are more than half.
 */
export async function openJsonlLog(of: LogOf): Promise<JsonlLog> {
  await mkdir(dirname(of.file), { recursive: true });
  const lock = await takeLock(`${of.file}.lock`);
  try {
    const entries = await replayAll(of);
    const log = new Log(of, lock, entries);
    await log.start();
    return log;
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function replayAll({ file, replay }: LogOf): Promise<number> {
  const whole = await cutTornEnd(file);
  if (whole === 0) return 0;
  let count = 0;
  for await (const line of linesOf(file)) {
    count += 1;
    try {
      replay(JSON.parse(line));
    } catch (error) {
      throw new Error(`${file}: line ${count} cannot be read`, { cause: error });
    }
  }
  return count;
}

/** The lines of a file. Node's own reader of lines takes more than `\n` for an end, and JSON may hold such characters. */
async function* linesOf(file: string): AsyncIterable<string> {
  let begun = '';
  for await (const piece of createReadStream(file, { encoding: 'utf8', highWaterMark: READ_BYTES })) {
    const lines = (begun + String(piece)).split('\n');
    begun = lines.pop() ?? '';
    yield* lines;
  }
}

/** Cuts off what stands after the last line's end. Gives the length in bytes. */
async function cutTornEnd(file: string): Promise<number> {
  let handle: FileHandle;
  try {
    handle = await open(file, 'r');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return 0;
    throw error;
  }
  const { size } = await handle.stat();
  const whole = await lastLineEnd(handle, size);
  await handle.close();
  if (whole < size) await truncate(file, whole);
  return whole;
}

async function lastLineEnd(handle: FileHandle, size: number): Promise<number> {
  const buffer = Buffer.alloc(1 << 16);
  for (let end = size; end > 0;) {
    const start = Math.max(0, end - buffer.length);
    const { bytesRead } = await handle.read(buffer, 0, end - start, start);
    const at = buffer.subarray(0, bytesRead).lastIndexOf(10);
    if (at >= 0) return start + at + 1;
    end = start;
  }
  return 0;
}

interface Waiting {
  text: string;
  entries: number;
  done: () => void;
  failed: (error: unknown) => void;
}

class Log implements JsonlLog {
  readonly #of: LogOf;
  readonly #lock: Lock;
  #handle: FileHandle | undefined;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;
  #closed = false;
  /** Entries in the file. */
  #entries: number;
  /** The file may lack what is in memory. */
  #behind = false;

  constructor(of: LogOf, lock: Lock, entries: number) {
    this.#of = of;
    this.#lock = lock;
    this.#entries = entries;
  }

  async start(): Promise<void> {
    if (this.#entries > this.#of.live()) await this.#rewrite();
    else this.#handle = await open(this.#of.file, 'a');
  }

  append(entries: readonly unknown[]): Promise<void> {
    if (this.#closed) return Promise.reject(new Error(`${this.#of.file} is closed`));
    const text = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
    return new Promise((done, failed) => {
      this.#waiting.push({ text, entries: entries.length, done, failed });
      this.#writing ??= this.#writeAll();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#writing;
    await this.#handle?.close();
    this.#handle = undefined;
    await this.#lock.release();
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        await this.#write(batch);
      } catch (error) {
        this.#behind = true;
        for (const { failed } of batch) failed(error);
        continue;
      }
      for (const { done } of batch) done();
    }
    this.#writing = undefined;
  }

  async #write(batch: readonly Waiting[]): Promise<void> {
    if (this.#lock.isLost) throw new Error(`${this.#of.file}: another process has taken the folder over`);
    // Everything waiting is in memory: written anew, the file has it.
    if (this.#behind || this.#mostlyDead()) return this.#rewrite();
    const text = batch.map((waiting) => waiting.text).join('');
    if (text === '') return;
    const handle = (this.#handle ??= await open(this.#of.file, 'a'));
    await handle.appendFile(text);
    await handle.datasync();
    this.#entries += batch.reduce((sum, { entries }) => sum + entries, 0);
  }

  #mostlyDead(): boolean {
    return this.#entries > SMALL && this.#entries > 2 * this.#of.live();
  }

  /**
   * Writes what is in memory into a new file and puts that in the old one's place. What changes meanwhile may be in it in part;
   * its own entries come after it, and are the last word on it.
   */
  async #rewrite(): Promise<void> {
    const { file, snapshot } = this.#of;
    const fresh = `${file}.new`;
    const handle = await open(fresh, 'w');
    try {
      this.#entries = await writeEntries(handle, snapshot());
      await handle.datasync();
    } catch (error) {
      await handle.close();
      await rm(fresh, { force: true });
      throw error;
    }
    await handle.close();
    await rename(fresh, file);
    await this.#handle?.close();
    this.#handle = undefined;
    await syncFolder(dirname(file));
    this.#handle = await open(file, 'a');
    this.#behind = false;
  }
}

async function writeEntries(handle: FileHandle, entries: Iterable<unknown>): Promise<number> {
  let count = 0;
  let text = '';
  for (const entry of entries) {
    text += `${JSON.stringify(entry)}\n`;
    count += 1;
    if (text.length < WRITE_UNITS) continue;
    await handle.appendFile(text);
    text = '';
  }
  await handle.appendFile(text);
  return count;
}

/** A new name of a file is on the disk once its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
