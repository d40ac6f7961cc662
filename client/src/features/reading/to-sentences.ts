import type { Token } from 'markdown-it';
import { t } from '@/i18n';
import { fenceOf } from '@/markdown/to-blocks';
import { isDiagram } from '@/platform/diagram-messages';
import { formulaWords } from './formula-words';
import { splitSentences } from './sentences';

/** What is read in one breath. */
export interface Sentence {
  /** As it stands in the answer, to be found there; empty for what is only announced. */
  shown: string;
  /** As it is said. */
  spoken: string;
}

/** Stands for something that is said otherwise than it is written. No text that is written has it: it is for private use. */
const THING = '\uE0F8';
const THINGS = /\uE0F8/g;
const ADDRESS = /https?:\/\/[^\s，。；！？、）】」』]+/g;
const LEFT_OUT = /\[\d+\]|[\p{Extended_Pictographic}\u200D\uFE0F]/gu;

/** A run of text, with what is said otherwise apart. */
interface Run {
  text: string;
  things: { shown: string; spoken: string }[];
}

/** The sentences of one block's tokens; made for the parser of growing texts. */
export function toSentences(tokens: readonly Token[]): Sentence[] {
  const sentences: Sentence[] = [];
  const lists: (number | null)[] = [];
  let lead = '';
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (!token) break;
    if (token.type === 'table_open') {
      const end = tokens.findIndex((each, index) => index > at && each.type === 'table_close');
      sentences.push(...tableSentences(tokens.slice(at, end < 0 ? tokens.length : end)));
      at = end < 0 ? tokens.length : end;
    } else if (token.type === 'inline') {
      sentences.push(...runSentences(runOf(token.children ?? []), lead));
      lead = '';
    } else {
      lead = leadOf(token, lists) ?? lead;
      sentences.push(...announced(token));
    }
  }
  return sentences;
}

/** What is said before an item of a list: its number. Keeps count in `lists`; undefined where the token begins no item. */
function leadOf(token: Token, lists: (number | null)[]): string | undefined {
  if (token.type === 'bullet_list_open') lists.push(null);
  else if (token.type === 'ordered_list_open') lists.push(Number(token.attrGet('start') ?? 1));
  else if (token.type === 'bullet_list_close' || token.type === 'ordered_list_close') lists.pop();
  if (token.type !== 'list_item_open') return undefined;
  const number = lists[lists.length - 1];
  if (typeof number !== 'number') return '';
  lists[lists.length - 1] = number + 1;
  return t('reading.item', { n: number });
}

/** What is too long to be read out, or makes no sense by ear. */
function announced(token: Token): Sentence[] {
  if (token.type === 'math_block') return [{ shown: '', spoken: formulaWords(token.content) }];
  if (token.type !== 'fence' && token.type !== 'code_block') return [];
  return [{ shown: '', spoken: t(isDiagram(fenceOf(token).language) ? 'reading.diagram' : 'reading.code') }];
}

/** Row by row; each cell with what stands over its column. */
function tableSentences(tokens: readonly Token[]): Sentence[] {
  const rows: Run[][] = [];
  for (const token of tokens) {
    if (token.type === 'tr_open') rows.push([]);
    else if (token.type === 'inline') rows[rows.length - 1]?.push(runOf(token.children ?? []));
  }
  const [head = [], ...body] = rows;
  const names = head.map((cell) => spokenOf(cell.text, cell.things));
  const first = { shown: shownRow(head), spoken: t('reading.table', { names: names.join(t('reading.comma')) }) };
  return [first, ...body.map((row) => ({ shown: shownRow(row), spoken: rowWords(row, names) }))];
}

function shownRow(cells: readonly Run[]): string {
  return cells.map(({ text, things }) => shownOf(text, things)).join(' ');
}

function rowWords(cells: readonly Run[], names: readonly string[]): string {
  const said = cells.map(({ text, things }, at) => {
    const words = spokenOf(text, things);
    const name = at === 0 ? '' : (names[at] ?? '');
    return words === '' || name === '' ? words : t('reading.cell', { name, words });
  });
  return said.filter(Boolean).join(t('reading.comma'));
}

function runOf(tokens: readonly Token[]): Run {
  const things: Run['things'] = [];
  const thing = (shown: string, spoken: string): string => {
    things.push({ shown, spoken });
    return THING;
  };
  const text = tokens.map((token) => textOf(token, thing)).join('');
  return { text, things };
}

function textOf(token: Token, thing: (shown: string, spoken: string) => string): string {
  switch (token.type) {
    case 'softbreak':
    case 'hardbreak':
      return '\n';
    case 'math_inline':
      return thing('', formulaWords(token.content));
    case 'image':
      return thing('', t('reading.picture', { name: token.content }));
    case 'text':
    case 'quoted':
      return token.content.replace(THINGS, '').replace(ADDRESS, (address) => thing(address, t('reading.link')));
    case 'code_inline':
      // As one thing: dots in it end no sentence.
      return thing(token.content, token.content);
    default:
      return '';
  }
}

function runSentences({ text, things }: Run, lead: string): Sentence[] {
  const rest = [...things];
  return splitSentences(text, text.replace(THINGS, 'x'))
    .map((sentence, at) => {
      const own = rest.splice(0, sentence.split(THING).length - 1);
      return { shown: shownOf(sentence, own), spoken: (at === 0 ? lead : '') + spokenOf(sentence, own) };
    })
    .filter(({ spoken }) => /[\p{L}\p{N}]/u.test(spoken));
}

function shownOf(text: string, things: Run['things']): string {
  let at = 0;
  return text.replace(THINGS, () => things[at++]?.shown ?? '');
}

function spokenOf(text: string, things: Run['things']): string {
  let at = 0;
  return text
    .replace(LEFT_OUT, '')
    .replace(THINGS, () => ` ${things[at++]?.spoken ?? ''} `)
    .replace(/\s+/g, ' ')
    .trim();
}
