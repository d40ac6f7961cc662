// @vitest-environment node
import type { RetrieveAnswer } from '@huati/shared';
import { startGraphRagServer, type GraphRagServer } from '@huati/local/graphrag';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startServers, type Servers } from '../integration/servers';
import { chromiumPhones, type Phones } from './chromium';
import { knowledge } from './knowledge';
import { readPack } from './pack';
import { answered, ask, faults, lastAnswer, seenIn } from './told';

const BUILT = fileURLToPath(new URL('../../dist/build/mp-weixin', import.meta.url));

/** The organisation's own answer to nearly this question. */
const stored: RetrieveAnswer = {
  ...knowledge,
  records: [
    {
      content: '满一年的员工有 10 天年假。',
      score: 0.94,
      title: '年假',
      metadata: { n: 1, kind: 'source', score_kind: 'cosine', path_ids: [] },
    },
  ],
  graph: { nodes: [], edges: [], paths: [], truncated: false },
  linked: [],
  direct: { record: 1, question: '年假有几天？', score: 0.9382, threshold: 0.9, model: 'bge' },
};

let service: GraphRagServer;
let servers: Servers;
let phones: Phones;

beforeAll(async () => {
  service = await startGraphRagServer();
  servers = await startServers({ settings: { RAG_URL: service.url } });
  phones = await chromiumPhones(readPack(BUILT));
}, 60_000);

afterAll(async () => {
  await phones.close();
  await servers.close();
  await service.close();
});

it('the mini-program lets a topic choose how evidence is looked for', async () => {
  const phone = await phones.open({ server: servers.origin });
  await phone.tap('[aria-label=话题设置]');
  await seenIn(phone, '.setup', '从知识库查找依据');
  await phone.tap('.setup [aria-label=从知识库查找依据] .ui-choice-option', '关闭');
  await seenIn(phone, '.setup', '不查知识库');
  await phone.tap('.setup .ui-button', '保存');
  await servers.plan({ text: '没有查。' });
  const before = service.questions().length;
  await ask(phone, '青禾资本投资了谁？');
  await answered(phone, 1);
  expect(service.questions().length).toBe(before);
  expect(await faults(phone)).toEqual([]);
  await phone.close();
}, 60_000);

it('the mini-program says how an answer came about', async () => {
  const phone = await phones.open({ server: servers.origin });
  const labels = (): Promise<string[]> => phone.texts('.answer-label');

  service.planRetrieval({ answer: stored });
  await ask(phone, '我们的年假是几天？');
  await answered(phone, 1);
  expect(await lastAnswer(phone)).toBe('满一年的员工有10天年假。');
  expect(await labels()).toEqual(['由组织提供']);
  await seenIn(phone, '.origin', '标准答案问题相近度 0.93');
  await seenIn(phone, '.origin-question', '原问题：年假有几天？');

  await servers.plan({ text: '模型说：以制度为准。' });
  await phone.tap('.origin-ask', '改问模型');
  await expect.poll(() => lastAnswer(phone), { timeout: 20_000 }).toBe('模型说：以制度为准。');
  await expect.poll(labels).toEqual(['AI 生成']);
  expect(await phone.texts('.origin')).toEqual([]);
  await seenIn(phone, '.answer-end', '本回答未引用资料，请核实');

  service.planRetrieval({ status: 500 });
  const sum = { name: 'calculator', arguments: JSON.stringify({ expression: '12800 * 3.5%' }) };
  await servers.plan({ text: '', toolCalls: [sum] });
  await servers.plan({ text: '是 448 元。' });
  await ask(phone, '报告里 12800 元的 3.5% 是多少元？');
  await answered(phone, 2);
  expect(await phone.texts('.step')).toEqual(['计算 12800 × 3.5% = 448']);
  await seenIn(phone, '.sources', '资料检索暂不可用，本回答未经检索');

  expect(await faults(phone)).toEqual([]);
  await phone.close();
}, 90_000);
