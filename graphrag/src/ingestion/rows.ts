import { fromJson } from '@huati/shared';
import * as v from 'valibot';
import { recordsOf } from './csv';
import { decodedFile, linesOf } from './decoded';

const aliases = v.optional(v.nullable(v.array(v.string())));

/** A row of data: a relation, what its ends are, and who says so. */
const Row = v.object({
  source: v.string(),
  source_type: v.optional(v.nullable(v.string())),
  relation: v.string(),
  target: v.string(),
  target_type: v.optional(v.nullable(v.string())),
  source_aliases: aliases,
  target_aliases: aliases,
  evidence: v.optional(v.nullable(v.object({ document: v.string(), quote: v.string() }))),
});
export type Row = v.InferOutput<typeof Row>;

/** A line of the file, from 1, and the row that it is; undefined where it is none. */
export interface Line {
  line: number;
  row: Row | undefined;
}

/** The columns of CSV in the order that is taken where the first row names none of them, and what they may be called. */
const columns: Record<string, readonly string[]> = {
  source: ['主体', '起点', '头实体', 'subject', 'head'],
  source_type: ['主体类型', '起点类型', '头实体类型', 'subject_type', 'head_type'],
  relation: ['关系', '谓词', '关系类型', 'predicate', 'type'],
  target: ['客体', '终点', '尾实体', '目标', 'object', 'tail'],
  target_type: ['客体类型', '终点类型', '尾实体类型', '目标类型', 'object_type', 'tail_type'],
  source_aliases: ['主体别名', '起点别名', 'aliases', '别名'],
  target_aliases: ['客体别名', '终点别名', '目标别名'],
  document: ['文档', '来源', '出处', 'evidence_document'],
  quote: ['引文', '原文', '证据', 'evidence_quote', 'evidence'],
};
const ORDER = Object.keys(columns);
const DELIMITERS = [',', '\t', ';', '，'];

/** Whether the file at `path` has any row. */
export async function hasRows(path: string, format: 'csv' | 'jsonl'): Promise<boolean> {
  for await (const { row } of rowsOf(path, format)) if (row) return true;
  return false;
}

/** The rows of the file at `path`. A line that is none is told as such, and those after it are read. */
export function rowsOf(path: string, format: 'csv' | 'jsonl'): AsyncGenerator<Line> {
  return format === 'csv' ? rowsOfCsv(path) : rowsOfJsonl(path);
}

async function* rowsOfJsonl(path: string): AsyncGenerator<Line> {
  let line = 0;
  for await (const text of linesOf(decodedFile(path))) {
    line += 1;
    const plain = text?.replace(/^\ufeff/, '');
    if (plain?.trim() === '') continue;
    const row = v.safeParse(Row, plain === undefined ? undefined : fromJson(plain));
    yield { line, row: row.success ? row.output : undefined };
  }
}

async function* rowsOfCsv(path: string): AsyncGenerator<Line> {
  const delimiter = await delimiterOf(path);
  let names: readonly string[] | undefined;
  for await (const { line, cells } of recordsOf(linesOf(decodedFile(path)), delimiter)) {
    if (cells && !names) {
      names = namesIn(cells) ?? ORDER;
      if (names !== ORDER) continue;
    }
    yield { line, row: cells && toRow(names ?? ORDER, cells) };
  }
}

/** The sign that parts the cells of the first line: the one that stands there most often. */
async function delimiterOf(path: string): Promise<string> {
  for await (const line of linesOf(decodedFile(path))) {
    const often = (sign: string): number => line?.split(sign).length ?? 0;
    return DELIMITERS.reduce((best, sign) => (often(sign) > often(best) ? sign : best));
  }
  return ',';
}

/** What columns a head row names; undefined where it is none. */
function namesIn(record: readonly string[]): string[] | undefined {
  const names = record.map((cell) => {
    const word = cell.trim().toLowerCase().replaceAll(' ', '_');
    return ORDER.find((name) => name === word || columns[name]?.includes(word)) ?? '';
  });
  return ['source', 'relation', 'target'].every((name) => names.includes(name)) ? names : undefined;
}

function toRow(names: readonly string[], record: readonly string[]): Row | undefined {
  const cell = (name: string): string => record[names.indexOf(name)]?.trim() ?? '';
  const listed = (name: string): string[] =>
    cell(name)
      .split(/[|｜;；]/)
      .map((each) => each.trim())
      .filter((each) => each !== '');
  if (record.length < 3) return undefined;
  return {
    source: cell('source'),
    source_type: cell('source_type'),
    relation: cell('relation'),
    target: cell('target'),
    target_type: cell('target_type'),
    source_aliases: listed('source_aliases'),
    target_aliases: listed('target_aliases'),
    evidence: cell('document') === '' ? null : { document: cell('document'), quote: cell('quote') },
  };
}
