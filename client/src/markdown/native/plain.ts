import type { Line, NativeBlock, Run } from './native-blocks';

/** A block as plain text, without signs of Markdown; cells of a table are apart by tabs. */
export function plainBlock(block: NativeBlock): string {
  if (block.kind === 'prose') return block.lines.map(plainLine).join('');
  const depth = '  '.repeat(block.indent);
  const lines =
    block.kind !== 'table'
      ? (block.kind === 'code' ? block.code : block.source).split('\n')
      : block.rows.map((row) => row.map(({ runs }) => plainRuns(runs)).join('\t'));
  return lines.map((line) => `${depth}${line}`).join('\n');
}

function plainLine({ kind, runs, marker, indent, quote, tight }: Line, at: number): string {
  const apart = at === 0 ? '' : tight || indent > 0 ? '\n' : '\n\n';
  if (kind === 'rule') return `${apart}————`;
  const lead = `${'  '.repeat(Math.max(0, indent - 1))}${'| '.repeat(quote)}`;
  const own = marker === '' ? (indent > 0 ? '  ' : '') : `${marker} `;
  return `${apart}${lead}${own}${plainRuns(runs).replace(/\n/g, `\n${lead}`)}`;
}

/** The words of some runs. Marks of sources keep their brackets. */
export function plainRuns(runs: readonly Run[]): string {
  return runs.map(({ text, look }) => (look.includes('md-cite') ? `[${text}]` : text)).join('');
}
