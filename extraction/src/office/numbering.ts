import { childOf, elementsOf, type Element } from '../xml';
import { elementsIn } from './package';
import type { Zip } from '../zip';

/** How the items of one level of a list are marked. */
interface Level {
  format: string;
  /** Such as `第%1条`, where `%1` is the number of the first level. */
  pattern: string;
  start: number;
}

/** A list: the levels that it takes over, and at which numbers it begins anew. */
interface List {
  abstract: string;
  restarts: Map<number, number>;
}

/** Gives the mark of the next item of a list: `-`, `3.`, `第三条`; undefined where the list is not known or marks nothing. */
export type NextMark = (list: string, level: number) => string | undefined;

const DIGITS = '零一二三四五六七八九';
const LEVELS = 9;

/** Reads the lists of a text document; their items must be asked for in the order of the text. Throws `Unreadable`. */
export async function readNumbering(zip: Zip, path: string | undefined): Promise<NextMark> {
  const abstract = new Map<string, Map<number, Level>>();
  const lists = new Map<string, List>();
  for (const element of await elementsIn(zip, path, 'abstractNum', 'num')) {
    const id = element.attributes.numId ?? element.attributes.abstractNumId ?? '';
    if (element.name === 'num') lists.set(id, listOf(element));
    else abstract.set(id, new Map(elementsOf(element).flatMap(levelOf)));
  }
  const counters = new Map<string, number[]>();
  return (id, level) => {
    const list = lists.get(id);
    const levels = list && abstract.get(list.abstract);
    const own = levels?.get(level);
    if (!list || !levels || !own || own.format === 'none') return undefined;
    // Lists of one kind go on counting after one another, unless one says that it begins anew.
    const before = counters.get(list.abstract) ?? [];
    const restart = list.restarts.get(level);
    list.restarts.delete(level);
    const numbers = Array.from({ length: level }, (_, upper) => before[upper] ?? levels.get(upper)?.start ?? 1);
    numbers.push(restart ?? (before[level] ?? own.start - 1) + 1);
    counters.set(list.abstract, numbers);
    if (own.format === 'bullet') return '-';
    return own.pattern.replace(/%([1-9])/g, (_, digit: string) => {
      const upper = levels.get(Number(digit) - 1);
      return upper ? inFormat(numbers[Number(digit) - 1] ?? upper.start, upper.format) : '';
    });
  };
}

function listOf(element: Element): List {
  const restarts = elementsOf(element).flatMap((override): [number, number][] => {
    const start = childOf(override, 'startOverride')?.attributes.val;
    return start === undefined ? [] : [[Number(override.attributes.ilvl), Number(start)]];
  });
  return { abstract: childOf(element, 'abstractNumId')?.attributes.val ?? '', restarts: new Map(restarts) };
}

function levelOf(element: Element): [number, Level][] {
  const at = Number(element.attributes.ilvl);
  if (element.name !== 'lvl' || !(at >= 0 && at < LEVELS)) return [];
  const value = (name: string): string | undefined => childOf(element, name)?.attributes.val;
  const start = Number(value('start') ?? 1);
  return [
    [at, { format: value('numFmt') ?? 'decimal', pattern: value('lvlText') ?? '', start: start >= 0 ? start : 1 }],
  ];
}

const IN_CHINESE = /^(?:chineseCounting|japaneseCounting|taiwaneseCounting|ideographDigital)/;

function inFormat(n: number, format: string): string {
  if (IN_CHINESE.test(format)) return inChinese(n);
  switch (format) {
    case 'upperLetter':
    case 'lowerLetter': {
      const letter = String.fromCharCode(65 + ((n + 25) % 26)).repeat(Math.min(8, Math.ceil(n / 26)));
      return format === 'upperLetter' ? letter : letter.toLowerCase();
    }
    case 'upperRoman':
      return inRoman(n);
    case 'lowerRoman':
      return inRoman(n).toLowerCase();
    case 'decimalEnclosedCircle':
    case 'decimalEnclosedCircleChinese':
      return n >= 1 && n <= 20 ? String.fromCharCode(0x2460 + n - 1) : String(n);
    default:
      return String(n);
  }
}

/** A number below 10,000 as Chinese counts: 12 is 十二, 105 is 一百零五. */
function inChinese(n: number): string {
  if (!Number.isInteger(n) || n < 0 || n > 9_999) return String(n);
  if (n < 10) return DIGITS.charAt(n);
  const unit = n >= 1_000 ? 1_000 : n >= 100 ? 100 : 10;
  const name = unit === 1_000 ? '千' : unit === 100 ? '百' : '十';
  const head = Math.floor(n / unit);
  const rest = n % unit;
  const first = n < 20 ? name : `${DIGITS.charAt(head)}${name}`;
  if (rest === 0) return first;
  // 一百一十, never 一百十; and a gap is told by 零.
  const tail = rest >= 10 && rest < 20 ? `一${inChinese(rest)}` : inChinese(rest);
  return rest < unit / 10 ? `${first}零${tail}` : `${first}${tail}`;
}

function inRoman(n: number): string {
  if (n < 1 || n > 3_999) return String(n);
  const parts: [number, string][] = [
    [1000, 'M'],
    [900, 'CM'],
    [500, 'D'],
    [400, 'CD'],
    [100, 'C'],
    [90, 'XC'],
    [50, 'L'],
    [40, 'XL'],
    [10, 'X'],
    [9, 'IX'],
    [5, 'V'],
    [4, 'IV'],
    [1, 'I'],
  ];
  let rest = n;
  return parts
    .map(([value, sign]) => {
      const times = Math.floor(rest / value);
      rest %= value;
      return sign.repeat(times);
    })
    .join('');
}
