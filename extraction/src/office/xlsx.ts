import type { Place } from '@huati/shared';
import { Collected } from '../collected';
import { PAGES_MAX, ROWS_MAX, TEXT_MAX, type Extracted, type Progress } from '../extracted';
import { addTable, columnName } from '../tables';
import { eachElement } from '../xml';
import { openZip, type Zip } from '../zip';
import { readCellFormats } from './cell-formats';
import { elementsIn, mainPart, relatedAs, relationsOf } from './package';
import { readSheet, stringText, type SheetRow, type Workbook } from './sheet';

/** So much of the shared strings is held, in UTF-16 units: they stand in the order in which cells come to them. */
const STRINGS_MAX = 16 * TEXT_MAX;

/**
 * Reads a workbook: its sheets in their order, and each of a sheet's tables, which empty rows keep apart, with the cells
 * where it stands. Numbers and days read as they are shown, formulas as what they last came to, and hidden sheets say that
 * they are. Throws `Unreadable`.
 */
export async function readXlsx(path: string, progress: Progress): Promise<Extracted> {
  const zip = await openZip(path);
  try {
    const main = await mainPart(zip, 'xl/workbook.xml');
    const relations = await relationsOf(zip, main);
    const parts = await elementsIn(zip, main, 'sheet', 'workbookPr');
    const since1904 = parts.some(
      ({ name, attributes }) => name === 'workbookPr' && /^(?:1|true)$/.test(attributes.date1904 ?? ''),
    );
    const workbook: Workbook = {
      strings: await readStrings(zip, relatedAs(relations, 'sharedStrings')),
      wordNumber: await readCellFormats(zip, relatedAs(relations, 'styles'), since1904),
    };
    const sheets = parts.filter(({ name }) => name === 'sheet');
    const collected = new Collected();
    let rowsLeft = ROWS_MAX;
    for (const [index, { attributes }] of sheets.slice(0, PAGES_MAX).entries()) {
      const part = relations.get(attributes[':id'] ?? '');
      // A sheet of a chart alone has no cells.
      if (part?.type !== 'worksheet' || collected.full) continue;
      const sheet = await readSheet(zip.read(part.path), workbook, rowsLeft, TEXT_MAX);
      rowsLeft -= sheet.rows.length;
      addSheet(collected, attributes.name ?? '', (attributes.state ?? 'visible') !== 'visible', sheet.rows);
      if (sheet.cut) collected.cut();
      progress(index + 1, sheets.length);
    }
    if (sheets.length > PAGES_MAX) collected.cut();
    return collected.extracted(sheets.length);
  } finally {
    zip.close();
  }
}

async function readStrings(zip: Zip, path: string | undefined): Promise<string[]> {
  const strings: string[] = [];
  if (path === undefined || !zip.has(path)) return strings;
  let units = 0;
  await eachElement(zip.read(path), new Set(['si']), (element) => {
    const text = stringText(element);
    units += text.length;
    strings.push(text);
    return units < STRINGS_MAX;
  });
  return strings;
}

function addSheet(to: Collected, sheet: string, hidden: boolean, rows: readonly SheetRow[]): void {
  if (hidden && rows.length > 0) to.add(`（隐藏的工作表：${sheet}）`, { sheet });
  const placeOf = (first: number, last: number, left: number, width: number): Place => ({
    sheet,
    cells: `${columnName(left)}${first}:${columnName(left + width - 1)}${last}`,
  });
  for (const table of tablesOf(rows)) addTable(to, table, placeOf);
}

/** Takes rows apart at the empty ones; rows that begin with data after one go on with the table above, as totals do. */
function tablesOf(rows: readonly SheetRow[]): SheetRow[][] {
  const tables: SheetRow[][] = [];
  let last = Infinity;
  for (const row of rows) {
    const table = tables.at(-1);
    if (table && (row.n === last + 1 || row.hasNumber)) table.push(row);
    else tables.push([row]);
    last = row.n;
  }
  return tables;
}
