import type { Brush } from '@/platform/brush';
import type { Part } from './pages';
import { themes, type PosterTheme } from './themes';
import type { Command, Font, Poster } from './types';

/** So many commands are drawn before somebody may stop it. */
const AT_ONCE = 24;
/** So much paper is laid at once, px of the layout: the memory of a whole canvas, touched for the first time, is a long stop. */
const PAPER_PX = 256;
const FOOT_FONT: Font = { size: 12 };

/** The line at the foot of a picture that is one of several: which it is, and who made it. */
export interface Foot {
  words: string;
  height: number;
}

/** How high a picture is, px of the layout. */
export function heightOf({ top, bottom }: Part, foot: Foot | null): number {
  return Math.ceil(bottom - top) + (foot?.height ?? 0);
}

/** Draws a part of a poster. Yields how much of it is drawn, 0 to 1. */
export function* drawPart(
  brush: Brush,
  poster: Poster,
  part: Part,
  { theme, foot }: { theme: PosterTheme; foot: Foot | null },
): Generator<number, void> {
  const colours = themes[theme];
  const height = heightOf(part, foot);
  for (let y = 0; y < height; y += PAPER_PX) {
    // A pixel more than its share: at odd scales a seam would shine through.
    brush.box({ x: 0, y, width: poster.width, height: PAPER_PX + 1, radius: 0, fill: colours.paper });
    yield 0;
  }
  const seen = poster.commands.filter((command) => isIn(command, part));
  for (const [at, command] of seen.entries()) {
    const y = command.y - part.top;
    if (command.kind === 'text') brush.text(command.text, { x: command.x, y }, command.font, colours[command.paint]);
    else {
      const { fill, outline } = command;
      brush.box({ ...command, y, fill: fill && colours[fill], outline: outline && colours[outline] });
    }
    if (at % AT_ONCE === 0) yield at / seen.length;
  }
  if (!foot) return;
  const top = part.bottom - part.top;
  // Over what of a box goes on in the next picture.
  brush.box({ x: 0, y: top, width: poster.width, height: foot.height, radius: 0, fill: colours.paper });
  brush.text(foot.words, { x: 24, y: top + foot.height / 2 + 4 }, FOOT_FONT, colours.faint);
}

function isIn(command: Command, { top, bottom }: Part): boolean {
  if (command.kind === 'box') return command.y < bottom && command.y + command.height > top;
  return command.y > top && command.y - command.font.size < bottom;
}
