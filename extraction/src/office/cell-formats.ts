import { format, getFormatDateInfo, isDateFormat } from 'numfmt';
import { elementsOf } from '../xml';
import type { Zip } from '../zip';
import { elementsIn } from './package';

/** Words a cell's number as the spreadsheet shows it; `style` is the cell's own. */
export type WordNumber = (value: number, style: number) => string;

/** The formats that files refer to without saying them; those of dates in Chinese are 27 to 36 and 50 to 58. */
const BUILT_IN: Record<number, string> = {
  1: '0',
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  9: '0%',
  10: '0.00%',
  11: '0.00E+00',
  12: '# ?/?',
  13: '# ??/??',
  14: 'yyyy-mm-dd',
  15: 'd-mmm-yy',
  16: 'd-mmm',
  17: 'mmm-yy',
  18: 'h:mm AM/PM',
  19: 'h:mm:ss AM/PM',
  20: 'h:mm',
  21: 'h:mm:ss',
  22: 'yyyy-mm-dd hh:mm',
  37: '#,##0',
  38: '#,##0',
  39: '#,##0.00',
  40: '#,##0.00',
  45: 'mm:ss',
  46: '[h]:mm:ss',
  47: 'mm:ss',
  48: '##0.0E+0',
  49: '@',
  27: 'yyyy"年"m"月"',
  28: 'm"月"d"日"',
  29: 'm"月"d"日"',
  30: 'yyyy-mm-dd',
  31: 'yyyy"年"m"月"d"日"',
  32: 'h"时"mm"分"',
  33: 'h"时"mm"分"ss"秒"',
  36: 'yyyy"年"m"月"',
  50: 'yyyy"年"m"月"',
  51: 'm"月"d"日"',
  52: 'yyyy"年"m"月"',
  53: 'm"月"d"日"',
  54: 'm"月"d"日"',
  57: 'yyyy"年"m"月"',
  58: 'm"月"d"日"',
};

/** Days between the two calendars that spreadsheets count in. */
const DAYS_TO_1904 = 1_462;
/** A format's length is its author's choice, and it is taken apart for each style. */
const FORMAT_MAX = 255;

/**
 * Reads how the cells of a workbook are shown. Days come as `2024-03-15`, whatever order their format has, and a number
 * without a format with all its digits. Throws `Unreadable`.
 */
export async function readCellFormats(zip: Zip, path: string | undefined, since1904: boolean): Promise<WordNumber> {
  const formats = new Map<string, string>();
  let styles: string[] = [];
  for (const element of await elementsIn(zip, path, 'numFmt', 'cellXfs')) {
    if (element.name === 'numFmt') {
      formats.set(element.attributes.numFmtId ?? '', (element.attributes.formatCode ?? '').slice(0, FORMAT_MAX));
    } else styles = elementsOf(element).map(({ attributes }) => attributes.numFmtId ?? '0');
  }
  return (value, style) => {
    const id = styles[style] ?? '0';
    const pattern = formats.get(id) ?? BUILT_IN[Number(id)];
    if (pattern === undefined || /^general$/i.test(pattern) || pattern === '@') return plain(value);
    if (!isDateFormat(pattern)) return shown(pattern, value);
    return day(pattern, since1904 ? value + DAYS_TO_1904 : value);
  };
}

function plain(value: number): string {
  // A sum of hundredths is stored with what binary fractions make of it.
  return String(Number(value.toPrecision(15)));
}

function shown(pattern: string, value: number): string {
  const text = format(pattern, value, { locale: 'zh-CN', throws: false }).trim();
  return text === '' || /^#+$/.test(text) ? plain(value) : text;
}

function day(pattern: string, serial: number): string {
  const { year, month, day: hasDay, hours } = getFormatDateInfo(pattern);
  // There is no day before the calendar begins.
  if (serial < 0) return plain(serial);
  if (!year || !month) return shown(pattern, serial);
  const date = hasDay ? 'yyyy-mm-dd' : 'yyyy-mm';
  return shown(hours ? `${date} hh:mm` : date, serial);
}
