import { clip, type Box, type Place } from '@huati/shared';
import { TEXT_MAX, type Extracted, type Piece } from './extracted';

/** Pieces as they are read, up to the most text that is kept of a file. */
export class Collected {
  readonly pieces: Piece[] = [];
  private units = 0;
  private more = false;
  private isFull = false;

  /** True once nothing further is kept: a reader may stop. */
  get full(): boolean {
    return this.isFull;
  }

  /** Takes a piece, unless it is blank or there is no room. */
  add(text: string, place: Place, boxes?: Box[]): void {
    const trimmed = text.trimEnd().replace(/^\s*\n/, '');
    if (trimmed === '' || this.isFull) return;
    if (this.units + trimmed.length > TEXT_MAX) {
      this.isFull = true;
      return;
    }
    this.units += trimmed.length;
    this.pieces.push({ text: trimmed, place, ...(boxes && { boxes }) });
  }

  /** Says that there is more in the file than is kept, without an end of what is taken. */
  cut(): void {
    this.more = true;
  }

  /** All that was taken. `pages`: how many pages, slides or sheets the file has. */
  extracted(pages?: number): Extracted {
    return { pieces: this.pieces, ...(pages !== undefined && { pages }), cut: this.more || this.isFull };
  }
}

/** A heading is told with every passage below it, so a long one is cut there, in UTF-16 units. */
const HEADING_MAX = 120;
/** So many of the headings above are told, the nearest. */
const DEPTH_MAX = 6;

/** The headings above what comes next, from the outermost. */
export class Headings {
  private path: { level: number; text: string }[] = [];

  /** Goes on under a heading of `level`, from 1 for the outermost. */
  under(level: number, text: string): void {
    this.path = [...this.path.filter((heading) => heading.level < level), { level, text: clip(text, HEADING_MAX) }];
  }

  /** The place of what stands here. */
  get place(): Place {
    return this.path.length > 0 ? { headings: this.path.slice(-DEPTH_MAX).map(({ text }) => text) } : {};
  }
}
