/**
 * How long finding evidence takes at 100,000 triples in memory, with hubs among them: 1,000 questions of one to three hops, words
 * alone (BM25) and with the graph in turn. `node bench/retrieval.mjs [triples] [questions]`
 */
import { goal, quantile, table } from './lib/figures.mjs';
import { inMemory, request } from './lib/knowledge.mjs';

const TRIPLES = Number(process.argv[2] ?? 100_000);
const QUESTIONS = Number(process.argv[3] ?? 1_000);
/** One relation in so many touches one of the few hubs. */
const HUBS = 5;
const TO_HUB = 10;
const PASSAGE_OF = 4;
const GOAL_MS = 100;

let state = 7;
const below = (/** @type {number} */ limit) => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * limit);
};
const HAN = '云岚青禾砺舟灯鹊星槎苇航汐暮驭垄穗笺闻溪织雾渡霜澄砾珂影橡涂衡臂沈温简许陆祁秦';
const SIGNS = [...HAN];
const nameOf = (/** @type {string} */ kind, /** @type {number} */ n) => {
  const { length } = SIGNS;
  const signs = [n, Math.floor(n / length), Math.floor(n / length ** 2)].map((at) => SIGNS[at % length]);
  return `${signs.join('')}${kind}`;
};

const relations = [
  ['INVESTED_IN', '投资', 'Investor', 'Company'],
  ['ACQUIRED', '收购', 'Company', 'Company'],
  ['HAPPENED', '发生', 'Company', 'Event'],
].map(([type = '', word = '', from, to]) => {
  return {
    type,
    label_zh: word,
    label_en: word,
    from: [from],
    to: [to],
    directed: true,
    cues: [word],
    inverse_cues: [`谁${word}`],
  };
});
const entities = ['Investor', 'Company', 'Event'].map((type) => ({ type, label_zh: type, label_en: type }));
const KINDS = /** @type {Record<string, string>} */ ({ Investor: '资本', Company: '科技', Event: '事件' });
const typeOf = (/** @type {string} */ name) =>
  Object.keys(KINDS).find((type) => name.endsWith(KINDS[type] ?? ' ')) ?? '';
const some = (/** @type {string | undefined} */ type) => {
  const n = below(TO_HUB) === 0 ? below(HUBS) : below(TRIPLES / 5);
  return nameOf(KINDS[type ?? ''] ?? '', n);
};

/** @type {[number, string, string, string][]} */
const triples = Array.from({ length: TRIPLES }, (_, n) => {
  const relation = relations[below(relations.length)] ?? relations[0];
  return [Math.floor(n / PASSAGE_OF), some(relation?.from[0]), relation?.type ?? '', some(relation?.to[0])];
});
const passages = Array.from({ length: Math.ceil(TRIPLES / PASSAGE_OF) }, (_, n) => {
  const told = triples.slice(n * PASSAGE_OF, (n + 1) * PASSAGE_OF);
  const words = told.map(
    ([, from, type, to]) => `${from}${relations.find((each) => each.type === type)?.label_zh}了${to}。`,
  );
  return { title: `第${n}号资料`, text: `${words.join('')}各方表示，合作将按约定推进，更多细节以公告为准。` };
});
const questionOf = (/** @type {number} */ n) => {
  const [, from, type, to] = triples[below(TRIPLES)] ?? triples[0] ?? [0, '', '', ''];
  const word = relations.find((each) => each.type === type)?.label_zh;
  const one = [`${from}${word}了哪些？`, `谁${word}了${to}？`];
  const two = [`${some('Investor')}投资的公司发生了什么？`, `${some('Company')}收购的公司发生了什么？`];
  const three = [`${some('Investor')}投资的公司收购的公司发生了什么？`, `${from}和${to}有什么关系？`];
  const kinds = [one, two, three][n % 3] ?? one;
  return kinds[below(kinds.length)] ?? '';
};

const retriever = await inMemory(passages, triples, { entities, relations }, typeOf);
const questions = Array.from({ length: QUESTIONS }, (_, n) => questionOf(n));
/** @type {Record<string, number[]>} */
const took = { text: [], graph: [] };
let withPaths = 0;
for (const [n, question] of [...questions.slice(0, 50), ...questions].entries()) {
  for (const mode of ['text', 'graph']) {
    const start = performance.now();
    const { graph } = await retriever.retrieve(request(question, mode, 8), new AbortController().signal);
    // The first ones warm up.
    if (n >= 50) took[mode]?.push(performance.now() - start);
    if (n >= 50 && graph.paths.length > 0) withPaths += 1;
  }
}
const row = (/** @type {string} */ name, /** @type {number[]} */ times) => {
  return [name, ...[0.5, 0.95, 0.99, 1].map((share) => quantile(times, share).toFixed(1))];
};
console.log(`${TRIPLES} triples, ${passages.length} passages, ${QUESTIONS} questions, ${withPaths} of them with paths`);
table(
  ['ms', 'p50', 'p95', 'p99', 'max'],
  [row('words alone (BM25)', took.text ?? []), row('with the graph', took.graph ?? [])],
);
const p95 = quantile(took.graph ?? [], 0.95);
goal('p95 of a retrieval', p95, GOAL_MS, ' ms');
console.log(JSON.stringify({ triples: TRIPLES, p95, p95Words: quantile(took.text ?? [], 0.95) }));
