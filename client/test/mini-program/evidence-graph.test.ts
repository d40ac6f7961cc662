// @vitest-environment node
import { startGraphRagServer, type GraphRagServer } from '@huati/local/graphrag';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServers, type Servers } from '../integration/servers';
import { chromiumPhones, type Phones } from './chromium';
import { jsdomPhones } from './jsdom';
import { knowledge } from './knowledge';
import { readPack } from './pack';
import { answered, ask, faults, lastAnswer, seenIn } from './told';

const BUILT = fileURLToPath(new URL('../../dist/build/mp-weixin', import.meta.url));

let service: GraphRagServer;
let servers: Servers;

beforeAll(async () => {
  service = await startGraphRagServer();
  service.planRetrieval({ answer: knowledge });
  servers = await startServers({ settings: { RAG_URL: service.url } });
}, 60_000);

afterAll(async () => {
  await servers.close();
  await service.close();
});

describe.each([
  ['an imitated page', jsdomPhones],
  ['Chromium', chromiumPhones],
])('the mini-program in %s', (_, phonesOf) => {
  let phones: Phones;

  beforeAll(async () => {
    phones = await phonesOf(readPack(BUILT));
  }, 60_000);
  afterAll(() => phones.close());

  it('tells why an answer says so: by a path, its quotations and a picture of the graph', async () => {
    await servers.plan({ text: '青禾资本投资的云岚科技收购了溪语机器人[1][3]，见公告[2]，编造的不算[9]。' });
    const phone = await phones.open({ server: servers.origin });
    await ask(phone, '青禾资本投资的公司收购了谁？');
    await answered(phone, 1);
    expect(await lastAnswer(phone)).toBe('青禾资本投资的云岚科技收购了溪语机器人13，见公告2，编造的不算。');
    expect(await phone.texts('.source-chip.is-count')).toEqual(['3 处来源']);

    await phone.tap('.md-cite', '1');
    await seenIn(phone, '.evidence .is-made', '由图谱路径整理，非原文');
    await seenIn(phone, '.evidence-place', '重排 0.91');
    expect(await phone.texts('.looked-link')).toEqual(['青禾资本']);
    expect(await phone.texts('.chain-name')).toEqual(['青禾资本', '云岚科技', '溪语机器人']);
    expect(await phone.texts('.chain-label')).toEqual(['投资', '收购']);
    await phone.tap('.looked-link', '青禾资本');
    await expect.poll(() => phone.texts('.chain-node.is-picked .chain-name')).toEqual(['青禾资本']);

    await phone.tap('.ui-choice-option', '关系图');
    await expect.poll(() => phone.texts('.picture-name')).toEqual(['青禾资本', '云岚科技', '溪语机器人']);
    await phone.tap('.picture-node', '溪语机器人');
    await seenIn(phone, '.relation-words', '云岚科技—收购→溪语机器人');
    await phone.tap('.picture-label', '投资');
    await seenIn(phone, '.relation-words', '青禾资本—投资→云岚科技');
    await phone.tap('.picture [aria-label=放大]');

    // Its quotation leads to the passage, where it is marked.
    await phone.tap('.quote-from.is-link', '融资公告');
    await expect.poll(() => phone.texts('.is-passage .md-quoted')).toEqual(['青禾资本领投云岚科技的 A 轮融资']);
    await seenIn(phone, '.evidence-place', '第 2 页 · 相似度 0.70');
    await phone.tap('.evidence-head [aria-label^=全部来源]');
    await expect.poll(async () => (await phone.texts('.source-row')).length).toBe(3);
    await phone.tap('.source-row', '年度要闻');
    await seenIn(phone, '.is-passage', '云岚科技收购了溪语机器人，引起关注');
    expect(await faults(phone)).toEqual([]);
    await phone.close();
  }, 90_000);
});
