import { type EdgeQuote, GRAPH_MAX, QUOTE_MAX } from '@huati/shared';
import { isOfWord } from '@huati/ranking';
import type { Chunk, Entity } from '../domain';
import type { GraphSchema } from '../schema';
import { type Edge, type Path } from './traverse';

/** The longest name in a sentence, and the longest sentence, in UTF-16 units. */
const NAME_MAX = 80;
const SENTENCE_MAX = 1_200;
/** The most names that one sentence lists, and the most UTF-16 units that they take. */
const LISTED = 100;
const LIST_MAX = 1_000;

export type Language = 'zh' | 'en';

/** The language of a question, as far as its letters tell. */
export function languageOf(question: string): Language {
  return /\p{Script=Han}/u.test(question) || !/\p{Script=Latin}/u.test(question) ? 'zh' : 'en';
}

/** What sentences are made with: the entities by their ids, and the schema's words. */
export interface Wording {
  language: Language;
  entities: ReadonlyMap<string, Entity>;
  schema: GraphSchema;
}

/** The word of an edge's type, in the language of the question. */
export function labelOf({ type }: Pick<Edge, 'type'>, schema: GraphSchema, language: Language): string {
  const relation = schema.relations.find((each) => each.type === type);
  return relation ? (language === 'zh' ? relation.label_zh : relation.label_en) : type;
}

export function isDirected({ type }: Pick<Edge, 'type'>, schema: GraphSchema): boolean {
  return schema.relations.find((each) => each.type === type)?.directed ?? true;
}

/** A path as a sentence: `砚池资本投资鹿泠智能；鹿泠智能收购刻影科技`. */
export function sentenceOf(path: Path, wording: Wording): string {
  return told([path], wording);
}

/**
 * Sentences of paths, at most `most` and `GRAPH_MAX.paths`: those that differ only in where they end are one, so that a list is whole, and
 * what is left over stands in the last.
 */
export function sentencesOf(
  paths: readonly Path[],
  wording: Wording,
  most: number,
): { content: string; paths: Path[] }[] {
  const groups = new Map<string, Path[]>();
  for (const path of paths) {
    const last = path.edges.at(-1);
    const way = [path.nodes.slice(0, -1), path.edges.map(({ type }) => type), last?.source === path.nodes.at(-1)];
    const key = JSON.stringify(way);
    groups.set(key, [...(groups.get(key) ?? []), path]);
  }
  const all = [...groups.values()].map((group) => ({ content: told(group, wording), paths: group }));
  const count = Math.min(most, GRAPH_MAX.paths);
  const kept = all.slice(0, count);
  const last = kept.at(-1);
  for (const { content, paths: more } of all.slice(count)) {
    if (!last || last.content.length + content.length > SENTENCE_MAX) break;
    last.content += stop(wording.language) + content;
    last.paths = [...last.paths, ...more];
  }
  return kept;
}

/** Paths that differ only in where they end, as one sentence. */
function told(group: readonly Path[], wording: Wording): string {
  const [first] = group;
  if (!first) return '';
  const { language, entities } = wording;
  const name = (id: string | undefined) => nameOf(entities.get(id ?? '')?.name ?? id ?? '');
  const sentences = first.edges.slice(0, -1).map((edge) => saying(name(edge.source), edge, name(edge.target), wording));
  const last = first.edges.at(-1);
  if (last) {
    const ends = [...new Set(group.map(({ nodes }) => name(nodes.at(-1))))];
    const list = listOf(ends, language === 'zh' ? '、' : ', ');
    const before = name(first.nodes.at(-2));
    const isInward = last.source === first.nodes.at(-1);
    sentences.push(isInward ? saying(list, last, before, wording) : saying(before, last, list, wording));
  }
  return sentences.join(stop(language)).slice(0, SENTENCE_MAX);
}

/** As many of the names as a sentence lists, each of them whole. */
function listOf(names: readonly string[], between: string): string {
  let list = names[0] ?? '';
  for (const [at, name] of names.slice(1).entries()) {
    const longer = list + between + name;
    if (at + 1 >= LISTED || longer.length > LIST_MAX) return `${list}…`;
    list = longer;
  }
  return list;
}

function saying(source: string, edge: Edge, target: string, { schema, language }: Wording): string {
  const label = nameOf(labelOf(edge, schema, language));
  if (language === 'zh' && !isDirected(edge, schema)) return joined([source, '与', target, label]);
  return language === 'en' ? [source, label, target].join(' ') : joined([source, label, target]);
}

function stop(language: Language): string {
  return language === 'zh' ? '；' : '; ';
}

/** Words behind each other, with a space where two of a script with spaces would run together. */
function joined(words: readonly string[]): string {
  return words.reduce((text, word) => {
    const runs = isOfWord(text.charCodeAt(text.length - 1)) && isOfWord(word.charCodeAt(0));
    return runs ? `${text} ${word}` : text + word;
  });
}

/** A name as it stands in a sentence: on one line, and no longer than a name is. */
function nameOf(name: string): string {
  const plain = name.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return plain.length > NAME_MAX ? `${plain.slice(0, NAME_MAX)}…` : plain;
}

/** The chunks' own words that say what the edge says, at most `GRAPH_MAX.quotes`, from different chunks. */
export function quotesOf({ facts }: Edge, chunks: ReadonlyMap<string, Chunk>): EdgeQuote[] {
  const quotes = new Map<string, EdgeQuote>();
  for (const { chunkId, quote } of facts) {
    const chunk = chunks.get(chunkId);
    if (!chunk || quotes.has(chunkId) || !chunk.text.includes(quote) || quote.trim() === '') continue;
    const { documentId, title, place } = chunk;
    const text = quote.slice(0, QUOTE_MAX);
    quotes.set(chunkId, { chunk_id: chunkId, doc_id: documentId, title, text, page: place.page, place });
    if (quotes.size === GRAPH_MAX.quotes) break;
  }
  return [...quotes.values()];
}
