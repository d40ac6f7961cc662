import { CODE_PAD } from './atoms';
import { graphemesOf } from './graphemes';
import type { Line } from './lines';
import type { BoxCommand, Command, Cut, Font, Measure, Paint } from './types';

/** How far below the middle of a line its base line is, in sizes of its letters. */
const BASE = 0.36;

/** How a line of text stands. */
export interface Setting {
  x: number;
  /** From the top of one line to that of the next, px. */
  leading: number;
  size: number;
}

/** Sets one thing below the other; what is above says how much room stays between, and the larger wish counts. */
export class Pen {
  readonly commands: Command[] = [];
  readonly cuts: Cut[] = [];
  y = 0;
  /** Where the last quote ended: one that goes on there joins its bar; -1 where the last block was none. */
  lastQuote = -1;
  /** Something had no room. */
  leftOut = false;
  private wish = 0;
  private fresh = true;

  /** @param room so high it may become; nothing is begun beyond that, px */
  constructor(
    readonly measure: Measure,
    private room = Infinity,
  ) {}

  /** Whether there is no room for what comes next: it is left out then. */
  full(): boolean {
    const none = this.y > this.room;
    this.leftOut ||= none;
    return none;
  }

  /** What comes next has its place whatever room there was. */
  unbounded(): void {
    this.room = Infinity;
  }

  /** At least so much room before what comes next, px. */
  space(room: number): void {
    this.wish = Math.max(this.wish, room);
  }

  /** What comes next begins here; a picture may be cut before it. `first`: nothing is to be above it. */
  begin(): void {
    if (!this.fresh) {
      this.cuts.push({ y: this.y + this.wish / 2, block: true });
      this.y += this.wish;
    }
    this.wish = 0;
    this.fresh = false;
  }

  /** Room that is there whatever comes. */
  skip(room: number): void {
    this.y += room;
    this.wish = 0;
    this.fresh = true;
  }

  /** A box whose height is known when what is in it has been set. Out: ends it. */
  open(box: Omit<BoxCommand, 'kind' | 'y' | 'height'>): () => void {
    const command: BoxCommand = { kind: 'box', y: this.y, height: 0, ...box };
    this.commands.push(command);
    return () => {
      command.height = this.y - command.y;
    };
  }

  box(box: Omit<BoxCommand, 'kind'>): void {
    this.commands.push({ kind: 'box', ...box });
  }

  text(text: string, at: { x: number; y: number }, font: Font, paint: Paint): void {
    this.commands.push({ kind: 'text', text, ...at, font, paint });
  }

  /** Sets lines one below the other, as far as there is room. */
  lines(lines: readonly Line[], setting: Setting): void {
    for (const [at, line] of lines.entries()) {
      if (this.full()) return;
      if (at > 0) this.cuts.push({ y: this.y, block: false });
      this.line(line, setting);
      this.y += setting.leading;
    }
  }

  /** One line with its top at the pen, which stays where it is. */
  line({ pieces }: Line, { x: left, leading, size }: Setting): void {
    const middle = this.y + leading / 2;
    const y = middle + size * BASE;
    for (const { x: at, width, pad, text, style } of pieces) {
      const x = left + at;
      const { font, paint } = style;
      if (style.as === 'cite') {
        this.cite(text, x, middle - size * 0.28, font);
        continue;
      }
      if (style.as === 'code') {
        const height = font.size * 1.5;
        const wide = width - pad + 2 * CODE_PAD;
        this.box({ x: x - CODE_PAD, y: middle - height / 2, width: wide, height, radius: 5, fill: 'press' });
      }
      this.text(text, { x, y }, font, paint);
      if (style.as === 'link') this.box({ x, y: y + size * 0.2, width, height: 1, radius: 0, fill: 'accentSoft' });
      if (style.as === 'strike') this.box({ x, y: middle, width, height: 1, radius: 0, fill: 'faint' });
      if (style.as === 'dots') this.dots(text, x, y + size * 0.3, font);
    }
  }

  private cite(text: string, x: number, middle: number, font: Font): void {
    const width = Math.max(font.size * 1.6, this.measure(text, font) + font.size * 0.8);
    const height = font.size * 1.6;
    this.box({ x: x + 2, y: middle - height / 2, width, height, radius: height / 2, fill: 'accentSoft' });
    const inner = (width - this.measure(text, font)) / 2;
    this.text(text, { x: x + 2 + inner, y: middle + font.size * BASE }, font, 'accent');
  }

  /** Emphasis as it is customary for Han characters: a dot under each. */
  private dots(text: string, left: number, y: number, font: Font): void {
    let x = left;
    for (const character of graphemesOf(text)) {
      const width = this.measure(character, font);
      if (/[\p{L}\p{N}]/u.test(character)) {
        this.box({ x: x + width / 2 - 1.5, y, width: 3, height: 3, radius: 1.5, fill: 'ink' });
      }
      x += width;
    }
  }
}
