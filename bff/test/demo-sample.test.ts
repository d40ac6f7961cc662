import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConfig, startGraphRag } from '@huati/graphrag';
import { startModelServer, type ModelServer } from '@huati/local/model';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { questionWithEvidence } from '../src/features/evidence/in-prompt';
import { chooseKnown, numberKnown } from '../src/features/evidence/known-sources';
import { createEndpoint } from '../src/upstreams/graphrag/endpoint';
import { createNative } from '../src/upstreams/graphrag/native';

/** What a first visitor sees: the sample's questions, answered by the demo model from what the GraphRAG service finds. */

const SAMPLE = fileURLToPath(new URL('../../graphrag/sample', import.meta.url));
/** The question's id in the prompt's marks. */
const ID = '0'.repeat(36);
const TOP_K = 8;
const BUDGET = 6_000;

const Question = v.object({
  id: v.string(),
  question: v.string(),
  kind: v.string(),
  gold: v.array(v.object({ quote: v.string() })),
});
type Question = v.InferOutput<typeof Question>;
const Completion = v.object({ choices: v.tuple([v.object({ message: v.object({ content: v.string() }) })]) });

const questions = readFileSync(join(SAMPLE, 'questions.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => v.parse(Question, JSON.parse(line)));

let folder: string;
let model: ModelServer;
let service: Awaited<ReturnType<typeof startGraphRag>>;
/** By the question's id. */
const answers = new Map<string, string>();

/** Without white space and escapes: a PDF breaks its lines in the middle of words. */
const squeezed = (text: string): string => text.replace(/[\s\\]/g, '');

async function answerOf(question: string): Promise<string> {
  const native = createNative(createEndpoint({ baseUrl: service.url, apiKey: '', kind: 'native' }), {
    knowledgeId: '',
    timeoutMs: 10_000,
  });
  const asked = { question, mode: 'graph' as const, owner: '', topK: TOP_K, budgetTokens: BUDGET };
  const found = await native.retrieve({ ...asked, hypothetical: undefined }, AbortSignal.timeout(10_000));
  const { sources } = numberKnown(chooseKnown(found, BUDGET, true).chosen, undefined, 0);
  const content = questionWithEvidence({ id: ID, text: question }, { files: [], sources });
  const response = await fetch(`${model.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'huati-demo', messages: [{ role: 'user', content }] }),
  });
  return v.parse(Completion, await response.json()).choices[0].message.content;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'huati-demo-sample-'));
  model = await startModelServer({ maxModelLen: 100_000 });
  const env = { GRAPHRAG_PORT: '0', GRAPHRAG_DATA_DIR: folder, GRAPHRAG_SAMPLE: SAMPLE, LOG_LEVEL: 'silent' };
  service = await startGraphRag(readConfig({ ...env, GRAPHRAG_SCHEMA: join(SAMPLE, 'schema.json') }));
  await service.settled();
  for (const { id, question } of questions) answers.set(id, await answerOf(question));
}, 120_000);
afterAll(async () => {
  await service.close();
  await model.close();
  await rm(folder, { recursive: true, force: true });
});

function quotedOf({ id, gold }: Question): number {
  const answer = squeezed(answers.get(id) ?? '');
  return gold.filter(({ quote }) => answer.includes(squeezed(quote))).length;
}

it.each([
  { kind: '1-hop', least: 0.85 },
  { kind: '2-hop', least: 0.8 },
  { kind: '3-hop', least: 0.75 },
  { kind: 'comparison', least: 0.8 },
  { kind: 'negation', least: 1 },
])('quotes what answers a question: $kind', ({ kind, least }) => {
  const some = questions.filter((question) => question.kind === kind);
  const quoted = some.reduce((sum, question) => sum + quotedOf(question), 0);
  const gold = some.reduce((sum, question) => sum + question.gold.length, 0);
  expect(quoted / gold).toBeGreaterThanOrEqual(least);
  expect(some.filter((question) => quotedOf(question) === 0).map(({ id }) => id)).toEqual([]);
});

it('begins with what denies it, where it is asked whether something is so', () => {
  for (const { id, gold } of questions.filter(({ kind }) => kind === 'negation')) {
    const first = (answers.get(id) ?? '').split('\n').find((line) => line.startsWith('- '));
    expect(squeezed(first ?? ''), id).toContain(squeezed(gold[0]?.quote ?? ''));
  }
});

it('says that it is not told where it is not, and cites nothing', () => {
  for (const id of ['q38', 'q39', 'q40']) {
    expect(answers.get(id), id).toContain('给到的资料里没有提到这个问题。');
    expect(answers.get(id), id).not.toMatch(/\[\d+\]/);
  }
  // Of this one the documents say that it was not told.
  expect(answers.get('q37')).toContain('价格没有公布');
});
