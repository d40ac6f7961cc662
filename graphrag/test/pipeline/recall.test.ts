import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RetrieveAnswer } from '@huati/shared';
import { array, object, parse, string } from 'valibot';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { readConfig } from '../../src/config';
import { type GraphRag, startGraphRag } from '../../src/server';

/** What must be among the first five of the sample's questions, by the graph, and how much more that is than by words alone. */
const FLOOR = 0.98;
const GAIN = 0.1;
const sample = fileURLToPath(new URL('../../sample', import.meta.url));
const Question = object({ question: string(), gold: array(object({ quote: string() })) });

let service: GraphRag;
let dataDir = '';

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'huati-recall-'));
  const env = { GRAPHRAG_PORT: '0', GRAPHRAG_DATA_DIR: dataDir, GRAPHRAG_SAMPLE: sample, LOG_LEVEL: 'silent' };
  service = await startGraphRag(readConfig({ ...env, GRAPHRAG_SCHEMA: join(sample, 'schema.json') }));
  const states = async () => (await fetch(`${service.url}/documents?limit=200`)).text();
  const taken = async () => {
    expect((await fetch(`${service.url}/readyz`)).status).toBe(200);
    expect(await states()).not.toContain('"processing"');
  };
  await vi.waitFor(taken, { timeout: 50_000, interval: 100 });
}, 60_000);

afterAll(async () => {
  await service.close();
  await rm(dataDir, { recursive: true, force: true });
});

const plain = (text: string) => text.replace(/\s+/g, '');

async function recall(mode: string): Promise<number> {
  const lines = (await readFile(join(sample, 'questions.jsonl'), 'utf8')).trim().split('\n');
  const questions = lines.map((line) => parse(Question, JSON.parse(line))).filter(({ gold }) => gold.length > 0);
  let sum = 0;
  for (const { question, gold } of questions) {
    const body = JSON.stringify({ query: question, mode, retrieval_setting: { top_k: 5 } });
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${service.url}/retrieve`, { method: 'POST', headers, body });
    const { records } = parse(RetrieveAnswer, await answer.json());
    const text = plain(records.map(({ content }) => content).join('\n'));
    sum += gold.filter(({ quote }) => text.includes(plain(quote))).length / gold.length;
  }
  return sum / questions.length;
}

async function told(query: string): Promise<string[]> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${service.url}/retrieve`, { method: 'POST', headers, body: JSON.stringify({ query }) });
  return parse(RetrieveAnswer, await answer.json()).graph.paths.map(({ text }) => text);
}

it.each([
  ['给鹿泠智能供货的公司由谁创办', '澄砾半导体供货鹿泠智能；简明烛创办澄砾半导体'],
  ['向驭垄汽车供货的公司被谁收购了', '橡涂材料供货驭垄汽车；砺舟重工收购橡涂材料'],
  ['鹿伴用的芯片是谁家的', '鹿伴采用砾芯九；澄砾半导体推出砾芯九'],
  ['谁给鹿泠智能供货', '澄砾半导体供货鹿泠智能'],
  ['澄砾半导体供货给谁', '澄砾半导体供货鹿泠智能'],
  ['暮云电池给驭垄汽车供货吗', '暮云电池供货驭垄汽车'],
  ['渡霜冷链被谁买了', '汐岚物流收购渡霜冷链'],
  ['为驭垄汽车供应电池的公司出了什么事', '暮云电池供货驭垄汽车；暮云电池发生电池包召回'],
])('%s', async (question, sentence) => {
  expect(await told(question)).toContain(sentence);
});

it.each([
  ['给鹿泠智能供货的公司由谁创办', /^[^；]+供货鹿泠智能；/],
  ['向驭垄汽车供货的公司被谁收购了', /^[^；]+供货驭垄汽车；/],
])('%s: nothing else', async (question, all) => {
  for (const sentence of await told(question)) expect(sentence).toMatch(all);
});

it('finds what answers the sample questions among the first five, more of it than words alone do', async () => {
  const [graph, words] = [await recall('graph'), await recall('text')];
  expect(graph).toBeGreaterThanOrEqual(FLOOR);
  expect(graph - words).toBeGreaterThanOrEqual(GAIN);
});
