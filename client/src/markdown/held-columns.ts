/**
 * Gives a table's columns the widths that they have now, in em of its own: as `--columns`, for a grid. Measures the rows that are
 * shown; out: null where there are none to measure.
 */
export function columnsOf(table: HTMLTableElement): string | null {
  const cells = [...(table.tHead?.rows[0]?.cells ?? [])];
  const em = Number.parseFloat(getComputedStyle(table).fontSize);
  if (cells.length === 0 || !(em > 0) || table.offsetWidth === 0) return null;
  const widths = cells.map((cell) => `${cell.getBoundingClientRect().width / em}em`);
  const last = widths.pop() ?? '';
  return [...widths, `minmax(${last}, 1fr)`].join(' ');
}
