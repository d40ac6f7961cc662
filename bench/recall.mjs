/**
 * How much of what answers questions is among the first records: words alone (BM25) and ours, in one run.
 * `node bench/recall.mjs FOLDER`, with `questions.json`, `passages.json` and `triples.jsonl` as multi-hop data has them
 * (`gold`: places in `passages`), or with the sample's `questions.jsonl`. The last line is JSON.
 */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { bootstrap, table } from './lib/figures.mjs';
import { inMemory, json, lines, request, serving } from './lib/knowledge.mjs';

const AT = [2, 5, 10];
const TOP_K = 10;
const MODES = /** @type {const} */ (['text', 'graph']);
const folder = resolve(process.argv[2] ?? 'graphrag/sample');

/** @typedef {{content: string, metadata: {doc_id?: string}}} Found */
/** @typedef {{id: string, question: string, kind?: string, gold: ((record: Found) => boolean)[]}} Question */
/** @typedef {(question: string, mode: string) => Promise<Found[]>} Ask */

async function multiHop() {
  const [questions, passages] = await Promise.all([json(folder, 'questions.json'), json(folder, 'passages.json')]);
  const retriever = await inMemory(passages, await lines(folder, 'triples.jsonl'), { entities: [], relations: [] });
  /** @type {Ask} */
  const ask = async (question, mode) => {
    return (await retriever.retrieve(request(question, mode, TOP_K), new AbortController().signal)).records;
  };
  const asked = questions.map((/** @type {{id: string, question: string, gold: number[]}} */ { gold, ...question }) => {
    const is = gold.map(
      (passage) =>
        (/** @type {Found} */ { metadata }) =>
          metadata.doc_id === String(passage),
    );
    return { ...question, kind: /^\dhop/.exec(question.id)?.[0], gold: is };
  });
  return { asked, ask, close: () => Promise.resolve() };
}

async function sample() {
  const dataDir = await mkdtemp(join(tmpdir(), 'huati-recall-'));
  const service = await serving(folder, dataDir);
  /** @type {Ask} */
  const ask = async (question, mode) => {
    const body = JSON.stringify(request(question, mode, TOP_K));
    const headers = { 'content-type': 'application/json' };
    const answer = await (await fetch(`${service.url}/retrieve`, { method: 'POST', headers, body })).json();
    return /** @type {import('@huati/shared').RetrieveAnswer} */ (answer).records;
  };
  const plain = (/** @type {string} */ text) => text.replace(/\s+/g, '');
  const asked = (await lines(folder, 'questions.jsonl')).map(({ gold, ...question }) => {
    const is = gold.map((/** @type {{quote: string}} */ { quote }) => {
      return (/** @type {Found} */ { content }) => plain(content).includes(plain(quote));
    });
    return { ...question, gold: is };
  });
  const close = async () => {
    await service.close();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { asked, ask, close };
}

/** @param {Question} question @param {Found[]} records */
function recalls({ gold }, records) {
  return AT.map((k) => gold.filter((is) => records.slice(0, k).some(is)).length / gold.length);
}

const isSample = await stat(join(folder, 'questions.jsonl')).then(
  () => true,
  () => false,
);
const { asked, ask, close } = await (isSample ? sample() : multiHop());
const questions = asked.filter((/** @type {Question} */ { gold }) => gold.length > 0);
/** @type {Record<string, {recalls: number[][], seconds: number[]}>} */
const results = { text: { recalls: [], seconds: [] }, graph: { recalls: [], seconds: [] } };
for (const question of questions) {
  for (const mode of MODES) {
    const start = performance.now();
    const records = await ask(question.question, mode);
    results[mode]?.seconds.push((performance.now() - start) / 1000);
    results[mode]?.recalls.push(recalls(question, records));
  }
}
await close();

const mean = (/** @type {number[]} */ values) =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
const percent = (/** @type {number} */ value) => Number((100 * value).toFixed(1));
const of = (/** @type {string} */ mode, /** @type {number} */ at) =>
  (results[mode]?.recalls ?? []).map((row) => row[at] ?? 0);
const names = { text: 'words alone (BM25)', graph: 'with the graph' };
table(
  ['', ...AT.map((k) => `recall@${k}`), 's a question'],
  MODES.map((mode) => [
    names[mode],
    ...AT.map((_, at) => `${percent(mean(of(mode, at)))} %`),
    mean(results[mode]?.seconds ?? []).toFixed(3),
  ]),
);
const gains = of('graph', 1).map((value, at) => value - (of('text', 1)[at] ?? 0));
const [low, high] = bootstrap(gains);
const count = (/** @type {(gain: number) => boolean} */ is) => gains.filter(is).length;
console.log(
  `recall@5: ${percent(mean(gains))} points more with the graph, 95 % of resamples ${percent(low)} to ${percent(high)}; ` +
    `${count((gain) => gain > 0)} better, ${count((gain) => gain === 0)} equal, ${count((gain) => gain < 0)} worse`,
);
const kinds = [...new Set(questions.map((/** @type {Question} */ { kind }) => kind ?? ''))];
table(
  ['recall@5 by kind', 'questions', 'BM25', 'graph'],
  kinds.map((kind) => {
    const some = (/** @type {string} */ mode) => of(mode, 1).filter((_, at) => (questions[at]?.kind ?? '') === kind);
    return [kind, some('text').length, percent(mean(some('text'))), percent(mean(some('graph')))];
  }),
);
const figures = (/** @type {string} */ mode) =>
  Object.fromEntries(AT.map((k, at) => [`recall@${k}`, percent(mean(of(mode, at)))]));
console.log(
  JSON.stringify({
    questions: questions.length,
    bm25: { ...figures('text'), seconds: mean(results.text?.seconds ?? []) },
    graph: { ...figures('graph'), seconds: mean(results.graph?.seconds ?? []) },
    gain5: { points: percent(mean(gains)), low: percent(low), high: percent(high) },
  }),
);
