import type { Passage } from '@huati/shared';
import { Unreadable, type Progress } from './extracted';
import type { Kind } from './kinds';
import { lookAt, type ReadPicture } from './looking';
import { createLanguages } from './ocr/languages';
import type { Picture } from './pictures/jpeg';
import { createPool } from './pool';

export interface ExtractorOptions {
  /** So many files are read at once. */
  threads: number;
  /**
   * The longest that reading one file, drawing all pages of it that are pictures, or recognising one of them may take, in
   * milliseconds. A page or a picture to be shown has 15 seconds at most.
   */
  timeoutMs: number;
  /** The most memory that a thread's objects may take while it reads. */
  memoryMb: number;
  /**
   * Tells in Markdown what stands on a picture, such as by a model that sees. Where it is not given, or throws, printed
   * text is recognised here.
   */
  readPicture?: ReadPicture;
}

/** A file, and what its bytes showed it to be. */
export interface Source {
  path: string;
  kind: Kind;
}

export interface Reading {
  signal?: AbortSignal;
  /** Hears how far reading has come. */
  progress?: Progress;
}

/** A file as it was read. `units`: its text's length in UTF-16 units; `cut`: there was more than is kept. */
export interface Readout {
  passages: Passage[];
  units: number;
  pages?: number;
  cut: boolean;
}

export interface Extractor {
  /** Reads a file into passages. Throws `Unreadable`, `no_text` where nothing was found; the signal's reason once aborted. */
  extract(source: Source, reading?: Reading): Promise<Readout>;
  /** Draws a page of a PDF, from 1, so many pixels wide. Throws `Unreadable`. */
  page(source: Source, page: number, width: number, signal?: AbortSignal): Promise<Picture>;
  /** A picture of any kind as an upright JPEG, no side longer than `maxSide` pixels. Throws `Unreadable`. */
  picture(source: Source, maxSide: number, signal?: AbortSignal): Promise<Picture>;
  /** Ends all threads; what runs is rejected. */
  close(): Promise<void>;
}

/** A minute: the network for recognising takes a second to load, and 100 MB to keep. */
const IDLE_MS = 60_000;
/** The longest that drawing takes for somebody who waits, in milliseconds. */
const SHOWN_WITHIN_MS = 15_000;

/** Reads files on threads of their own, so that the caller's goes on. */
export function createExtractor({ threads, timeoutMs, memoryMb, readPicture }: ExtractorOptions): Extractor {
  const limits = { timeoutMs, memoryMb, idleMs: IDLE_MS };
  const reading = createPool({ ...limits, threads });
  const looking = createPool({ ...limits, threads: 1 });
  const seeing = createPool({ ...limits, threads: 1 });
  // Pages that somebody waits for queue behind no file that is read, and none of them holds up the others for long.
  const showing = createPool({ ...limits, threads: 1, timeoutMs: Math.min(timeoutMs, SHOWN_WITHIN_MS) });
  const languages = createLanguages();
  const never = new AbortController().signal;

  return {
    async extract(source, { signal = never, progress } = {}) {
      // Pages that are looked at come after all were read: told of as the whole only once it is known how many.
      const read = await reading.run({ do: 'read', ...source }, signal, { progress });
      let { passages, cut } = read;
      if (read.scanned && read.scanned.length > 0) {
        const means = { drawing: looking, seeing, languages, timeoutMs, readPicture };
        const looked = await lookAt({ source, read }, means, { signal, progress });
        const divided = await reading.run({ do: 'divide', pieces: looked.pieces }, signal);
        passages = divided.passages;
        cut = cut || looked.cut || divided.cut;
      }
      if (passages.length === 0) throw new Unreadable('no_text', 'There are no words in the file.');
      const units = passages.reduce((sum, { text }) => sum + text.length, 0);
      return { passages, units, pages: read.pages, cut };
    },
    page: ({ path }, page, width, signal = never) => showing.run({ do: 'page', path, page, width }, signal),
    picture: ({ path, kind }, maxSide, signal = never) => showing.run({ do: 'picture', path, kind, maxSide }, signal),
    async close() {
      await Promise.all([reading, looking, seeing, showing].map((pool) => pool.close()));
      await languages.close();
    },
  };
}
