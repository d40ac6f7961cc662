import type { Box, FileReason, Place } from '@huati/shared';

/**
 * The smallest thing that is read out of a file: a heading, a paragraph, a list item, a table (or some rows of one), in
 * Markdown. A table of more than a passage is given as several, each with its head row.
 */
export interface Piece {
  text: string;
  place: Place;
  /** Where it stands on the picture of its page. */
  boxes?: Box[];
}

/** What was read out of a file. */
export interface Extracted {
  pieces: Piece[];
  /** Pages, slides or sheets, where the format has such. */
  pages?: number;
  /** Pages that are pictures without words, from 1: they are to be read by looking at them. */
  scanned?: number[];
  /** True where there was more than is kept. */
  cut: boolean;
}

/** Tells how far reading has come, in pages or what the format has in their place. */
export type Progress = (done: number, total: number) => void;

/** Why nothing can be read out of a file. `message` is English and holds nothing of its content. */
export class Unreadable extends Error {
  constructor(
    readonly reason: FileReason,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'Unreadable';
  }
}

/** The most that is read out of one file: of text in UTF-16 units, of pages, slides and sheets, and of table rows. */
export const TEXT_MAX = 1_000_000;
export const PAGES_MAX = 2_000;
export const ROWS_MAX = 100_000;
