import type { Font } from '@/platform/brush';

export type { Font } from '@/platform/brush';

/** What a colour is for; the theme says which it is. */
export type Paint =
  | 'paper'
  | 'sunk'
  | 'tint'
  | 'ink'
  | 'soft'
  | 'faint'
  | 'line'
  | 'strong'
  | 'press'
  | 'head'
  | 'accent'
  | 'accentSoft'
  | 'white'
  | 'black'
  | 'codeKeyword'
  | 'codeString'
  | 'codeNumber'
  | 'codeName'
  | 'codeType';

/** How wide a text is in a font, px of the layout. */
export type Measure = (text: string, font: Font) => number;

export interface TextCommand {
  kind: 'text';
  x: number;
  /** Of its base line. */
  y: number;
  text: string;
  font: Font;
  paint: Paint;
}

export interface BoxCommand {
  kind: 'box';
  x: number;
  y: number;
  width: number;
  height: number;
  radius: number;
  fill?: Paint;
  /** Its outline, 1 px. */
  outline?: Paint;
}

/** One thing to draw; all numbers are px of the layout, from the top left. */
export type Command = TextCommand | BoxCommand;

/** Where the picture may be cut in two: between blocks, or only between lines of one. */
export interface Cut {
  y: number;
  block: boolean;
}

/** A picture that is not drawn yet. */
export interface Poster {
  width: number;
  height: number;
  commands: Command[];
  cuts: Cut[];
  /** Nothing was left out. */
  whole: boolean;
}

/** Work that can be stopped between two of its steps. Out: what it makes. */
export type Steps<T = void> = Generator<undefined, T>;
