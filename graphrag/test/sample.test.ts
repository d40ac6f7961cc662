import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createExtractor, type Extractor } from '@huati/extraction';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GraphSchema } from '../src/schema';

const sample = fileURLToPath(new URL('../sample', import.meta.url));

const Evidence = v.strictObject({ document: v.string(), quote: v.pipe(v.string(), v.minLength(4)) });
const Aliases = v.optional(v.array(v.string()), []);
const Triple = v.strictObject({
  source: v.string(),
  source_type: v.string(),
  source_aliases: Aliases,
  relation: v.string(),
  target: v.string(),
  target_type: v.string(),
  target_aliases: Aliases,
  evidence: Evidence,
});
const HOPS = ['1-hop', '2-hop', '3-hop'] as const;
const Question = v.strictObject({
  id: v.string(),
  question: v.string(),
  kind: v.picklist([...HOPS, 'comparison', 'negation', 'unanswerable']),
  answer: v.string(),
  gold: v.array(Evidence),
  path: v.optional(v.array(v.string())),
});
const Answer = v.strictObject({
  question: v.string(),
  answer: v.string(),
  title: v.string(),
  sources: v.array(Evidence),
});

function linesOf<S extends v.GenericSchema>(file: string, schema: S): v.InferOutput<S>[] {
  const lines = readFileSync(`${sample}/${file}`, 'utf8').trimEnd().split('\n');
  return lines.map((line) => v.parse(schema, JSON.parse(line)));
}

const triples = linesOf('triples.jsonl', Triple);
const questions = linesOf('questions.jsonl', Question);
const answers = linesOf('answers.jsonl', Answer);
const schema = v.parse(GraphSchema, JSON.parse(readFileSync(`${sample}/schema.json`, 'utf8')));
const typeOf = new Map(
  triples.flatMap((triple) => [
    [triple.source, triple.source_type] as const,
    [triple.target, triple.target_type] as const,
  ]),
);

/** A PDF breaks its lines in the middle of words. */
const squeezed = (text: string): string => text.replace(/\s+/g, '');

/** The paragraphs of each document, by its file name, as they are read. */
const paragraphs = new Map<string, string[]>();
let extractor: Extractor;

async function read(file: string): Promise<string[]> {
  const path = `${sample}/documents/${file}`;
  const ending = extname(file);
  if (ending === '.md') return readFileSync(path, 'utf8').split(/\n{2,}/);
  const { passages } = await extractor.extract({ path, kind: ending === '.pdf' ? 'pdf' : 'docx' });
  return passages.map(({ text }) => text);
}

beforeAll(async () => {
  extractor = createExtractor({ threads: 1, timeoutMs: 60_000, memoryMb: 512 });
  for (const file of readdirSync(`${sample}/documents`)) paragraphs.set(file, (await read(file)).map(squeezed));
});
afterAll(() => extractor.close());

const told = [
  ...triples.map(({ evidence, source, target }) => ({ ...evidence, of: `${source} → ${target}` })),
  ...questions.flatMap(({ id, gold }) => gold.map((evidence) => ({ ...evidence, of: id }))),
  ...answers.flatMap(({ title, sources }) => sources.map((evidence) => ({ ...evidence, of: title }))),
];

describe('the sample knowledge', () => {
  it('quotes its documents literally, within a paragraph', () => {
    const wrong = told.filter(
      ({ document, quote }) => !paragraphs.get(document)?.some((paragraph) => paragraph.includes(squeezed(quote))),
    );
    expect(wrong).toEqual([]);
  });

  it('says at its very beginning that it is invented', () => {
    const [first] = [...paragraphs.keys()].sort();
    expect(paragraphs.get(first ?? '')?.join('')).toContain('全部为虚构');
  });

  it('has entities of one type each, and relations that the schema knows between such', () => {
    const types = new Set(schema.entities.map(({ type }) => type));
    const wrong = triples.filter(({ source, source_type, relation, target, target_type }) => {
      const declared = schema.relations.find(({ type }) => type === relation);
      const fits = declared?.from.includes(source_type) === true && declared.to.includes(target_type);
      return !fits || typeOf.get(source) !== source_type || typeOf.get(target) !== target_type;
    });
    expect(wrong).toEqual([]);
    expect([...typeOf.values()].filter((type) => !types.has(type))).toEqual([]);
    expect(typeOf.size).toBeGreaterThanOrEqual(40);
    expect(new Set(triples.map(({ relation }) => relation)).size).toBe(schema.relations.length);
  });

  it('names entities inside of other names, and one name for two', () => {
    const names = [...typeOf.keys()];
    expect(
      names.filter((name) => names.some((other) => other !== name && other.includes(name))).length,
    ).toBeGreaterThan(0);
    const owners = new Map<string, Set<string>>();
    for (const { source, source_aliases, target, target_aliases } of triples) {
      for (const alias of source_aliases) owners.set(alias, (owners.get(alias) ?? new Set()).add(source));
      for (const alias of target_aliases) owners.set(alias, (owners.get(alias) ?? new Set()).add(target));
    }
    expect([...(owners.get('启衡') ?? [])].sort()).toEqual(['启衡机器人', '启衡资本']);
  });
});

describe('the questions on it', () => {
  it('are forty, of every kind, each with an id of its own', () => {
    expect(questions).toHaveLength(40);
    expect(new Set(questions.map(({ id }) => id)).size).toBe(40);
    expect(new Set(questions.map(({ kind }) => kind)).size).toBe(6);
  });

  it('have evidence, but for those that the documents do not answer', () => {
    const wrong = questions.filter(({ kind, gold }) => (kind === 'unanswerable') !== (gold.length === 0));
    expect(wrong).toEqual([]);
  });

  it('have a path through the triples as long as they say', () => {
    const joined = new Set(triples.flatMap(({ source, target }) => [`${source}|${target}`, `${target}|${source}`]));
    const hopping = questions.filter(({ kind }) => HOPS.some((hop) => hop === kind));
    const wrong = hopping.filter(({ kind, path = [] }) => {
      const steps = path.slice(1).map((name, at) => `${path[at] ?? ''}|${name}`);
      return steps.length !== Number(kind.charAt(0)) || steps.some((step) => !joined.has(step));
    });
    expect(wrong).toEqual([]);
  });

  it('of more than one hop rest on more than one sentence, most on more than one document', () => {
    const far = questions.filter(({ kind }) => kind === '2-hop' || kind === '3-hop');
    expect(far.filter(({ gold }) => gold.length < 2)).toEqual([]);
    const spread = far.filter(({ gold }) => new Set(gold.map(({ document }) => document)).size > 1);
    expect(spread.length / far.length).toBeGreaterThan(0.9);
  });
});
