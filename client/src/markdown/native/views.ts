import { apiOrigin } from '@/config';
import { isDiagram } from '@/platform/diagram-messages';
import { grammars } from '@/platform/grammars';
import { languageName } from '../highlight';
import { colouredLines, plainLines } from './code-lines';
import { styleOfFormula } from './formulas';
import {
  formulaOf,
  inPieces,
  pictureOf,
  TO_FORMULA,
  type Depth,
  type NativeBlock,
  type NativeMath,
  type Run,
} from './native-blocks';

/** Levels of lists beyond this stand no further in. */
const INDENT_MAX = 4;

/** Text of a line or cell. */
export interface TextView {
  look: string;
  /** A formula that has been set has the `style` that shows it; a picture has its address. */
  runs: (Run & { style?: string; src?: string })[];
  /** Some of the runs are pictures or formulas, which WeChat's `text` cannot hold. */
  mixed: boolean;
}

export type LineView = TextView & { marker: string };

/** A block as the view is given it: what it needs, and no more, for each field crosses over. */
export type BlockView =
  | { kind: 'prose'; key: string; lines: LineView[] }
  | { kind: 'table'; key: string; look: string; rows: TextView[][] }
  | { kind: 'code'; key: string; look: string; name: string; drawn: boolean; lines: Run[][] }
  | { kind: 'math'; key: string; look: string; source: string; href: string; style: string };

const known = new WeakMap<NativeBlock, BlockView>();

/**
 * The same block gives the same view once all is there that it is drawn by: colours of code, and pictures of formulas. Text that
 * `grows` is cut into small pieces.
 */
export function viewOf(block: NativeBlock, grows: boolean): BlockView {
  const kept = known.get(block);
  if (kept) return kept;
  const made = make(block, grows ? inPieces : (runs) => runs);
  if (isSettled(block)) known.set(block, made);
  return made;
}

function isSettled(block: NativeBlock): boolean {
  if (block.kind === 'code') return block.open || grammars() !== null;
  if (block.kind === 'math') return block.open || styleOfFormula({ tex: block.tex, display: true }) !== undefined;
  const parts = block.kind === 'prose' ? block.lines : block.rows.flat();
  return parts.every(({ runs }) => runs.every((run) => styleOf(run) !== undefined));
}

/** The style of a run that is a formula; null where it is none or stays as it was written, undefined where that is not known yet. */
function styleOf(run: Run): string | null | undefined {
  const formula = formulaOf(run);
  return formula ? styleOfFormula(formula) : null;
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
        drawn: isDiagram(block.language),
        // Coloured once, at its end: colours that move while the code grows would send all of it again each time.
        lines: block.open ? plainLines(block.code) : colouredLines(block.code, block.language),
      };
    case 'math':
      return mathView(block);
  }
}

/** Until it is set, a formula is read as it was written, like code. */
function mathView(block: NativeMath): BlockView {
  const { key, tex, source, open } = block;
  const look = depthLook(block);
  const style = open ? undefined : styleOfFormula({ tex, display: true });
  if (typeof style === 'string') return { kind: 'math', key, look, source, href: hrefOf(tex), style };
  return { kind: 'code', key, look, name: 'LaTeX', drawn: false, lines: plainLines(tex) };
}

const hrefOf = (tex: string): string => `${TO_FORMULA}d${tex}`;

function textView(look: string, runs: Run[]): TextView {
  const shown = runs.map((run) => {
    const style = styleOf(run);
    const path = pictureOf(run);
    if (path !== '') return { ...run, src: apiOrigin + path };
    return typeof style === 'string' ? { ...run, look: 'md-formula', style } : run;
  });
  return { look, runs: shown, mixed: shown.some((run) => 'style' in run || 'src' in run) };
}

function lineView(line: Extract<NativeBlock, { kind: 'prose' }>['lines'][number], cut: Cut): LineView {
  const look = [line.kind === 'p' ? '' : `is-${line.kind}`, depthLook(line), line.tight ? 'is-tight' : ''];
  return { ...textView(look.filter(Boolean).join(' '), cut(line.runs)), marker: line.marker };
}

function rowView(cells: Extract<NativeBlock, { kind: 'table' }>['rows'][number], cut: Cut): TextView[] {
  return cells.map(({ side, runs }) => textView(side === 'left' ? '' : `is-${side}`, cut(runs)));
}

function depthLook({ indent, quote }: Depth): string {
  return [indent > 0 ? `in-${Math.min(indent, INDENT_MAX)}` : '', quote > 0 ? 'is-quoted' : '']
    .filter(Boolean)
    .join(' ');
}
