import { languageName } from '../highlight';
import { colouredLines, plainLines } from './code-lines';
import { inPieces, type Depth, type NativeBlock, type Run } from './native-blocks';

/** Levels of lists beyond this stand no further in. */
const INDENT_MAX = 4;

/** A block as the view is given it: what it needs, and no more, for each field crosses over. */
export type BlockView =
  | { kind: 'prose'; key: string; lines: { look: string; marker: string; runs: Run[] }[] }
  | { kind: 'table'; key: string; look: string; rows: { look: string; runs: Run[] }[][] }
  | { kind: 'code'; key: string; look: string; name: string; lines: Run[][] };

const known = new WeakMap<NativeBlock, BlockView>();

/** The same block gives the same view; text that `grows` is cut into small pieces. */
export function viewOf(block: NativeBlock, grows: boolean): BlockView {
  const made = known.get(block) ?? make(block, grows ? inPieces : (runs) => runs);
  known.set(block, made);
  return made;
}

type Cut = (runs: Run[]) => Run[];

function make(block: NativeBlock, cut: Cut): BlockView {
  const { key } = block;
  switch (block.kind) {
    case 'prose':
      return { kind: 'prose', key, lines: block.lines.map((line) => lineView(line, cut)) };
    case 'table':
      return { kind: 'table', key, look: depthLook(block), rows: block.rows.map((cells) => rowView(cells, cut)) };
    case 'code':
      return {
        kind: 'code',
        key,
        look: depthLook(block),
        name: languageName(block.language),
        // Coloured once, at its end: colours that move while the code grows would send all of it again each time.
        lines: block.open ? plainLines(block.code) : colouredLines(block.code, block.language),
      };
  }
}

function lineView(line: Extract<NativeBlock, { kind: 'prose' }>['lines'][number], cut: Cut) {
  const look = [line.kind === 'p' ? '' : `is-${line.kind}`, depthLook(line), line.tight ? 'is-tight' : ''];
  return { look: look.filter(Boolean).join(' '), marker: line.marker, runs: cut(line.runs) };
}

function rowView(cells: Extract<NativeBlock, { kind: 'table' }>['rows'][number], cut: Cut) {
  return cells.map(({ side, runs }) => ({ look: side === 'left' ? '' : `is-${side}`, runs: cut(runs) }));
}

function depthLook({ indent, quote }: Depth): string {
  return [indent > 0 ? `in-${Math.min(indent, INDENT_MAX)}` : '', quote > 0 ? 'is-quoted' : '']
    .filter(Boolean)
    .join(' ');
}
