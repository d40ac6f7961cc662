import { toCsv } from '../to-csv';
import type { NativeBlock } from './native-blocks';
import { plainRuns } from './plain';

/** What a tap on the bar of a block copies: code, the LaTeX of a formula, a table for spreadsheets; undefined for others. */
export function copiedOf(block: NativeBlock | undefined): string | undefined {
  if (block?.kind === 'code') return block.code;
  if (block?.kind === 'math') return block.tex;
  if (block?.kind === 'table') return toCsv(block.rows.map((cells) => cells.map(({ runs }) => plainRuns(runs))));
  return undefined;
}
