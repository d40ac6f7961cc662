import { randomUUID } from 'node:crypto';
import type { Message, Page, Share, SharedTopic, SourcesEvent } from '@huati/shared';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { MessageRow } from '../src/db/schema';
import { api, connect, type TestClient } from './client';
import { databases } from './databases';
import type { Bff } from './harness';
import { CHAIN, STORED } from './known';
import { startWithGraphRag, type GraphRagServer } from './knowledge';

const ENV = {
  ...{ ASKS_PER_MINUTE: '0', LLM_TITLES: 'off', LLM_SUMMARY: 'off', LLM_SUGGESTIONS: 'off', LLM_TOOLS: 'off' },
  ...{ RAG_REWRITE: 'off', LLM_CONTINUE: 'on' },
};
const TEXT = '报销须在三十天内提交。';
const QUESTION = '员工出差的费用报销须在多久之内提交申请？';

interface Ids {
  topicId: string;
  questionId: string;
  answerId: string;
}

describe.each(databases)('what an answer rests on, on $name,', ({ prepare }) => {
  let bff: Bff;
  let service: GraphRagServer;
  let close: () => Promise<void>;
  let client: TestClient;
  beforeAll(async () => {
    ({ bff, service, close } = await startWithGraphRag({ ...ENV, ...(await prepare()) }));
  });
  afterAll(() => close());
  beforeEach(async () => {
    service.clear();
    bff.model.clear();
    bff.model.setDefault({ text: '青禾资本投资的云岚科技[1]收购了云图物流[3]。' });
    client = await bff.client(randomUUID());
  });

  const answered = async (payload: object): Promise<Ids> => {
    const ack = await client.call('ask', { askId: randomUUID(), ...payload });
    if (!ack.ok) throw new Error(ack.error.message);
    const ids = ack as unknown as Ids;
    await client.done(ids.answerId);
    return ids;
  };
  const messages = async (topicId: string) =>
    ((await api(bff.url, client.token, `/api/topics/${topicId}/messages`)).body as Page<Message>).items;
  const rowOf = async (answerId: string): Promise<MessageRow> => {
    const { kysely } = await bff.database();
    return kysely.selectFrom('messages').selectAll().where('id', '=', answerId).executeTakeFirstOrThrow();
  };
  const told = (answerId: string): SourcesEvent | undefined =>
    client.events
      .filter(({ name }) => name === 'sources')
      .map(({ args }) => args[0] as SourcesEvent)
      .findLast((event) => event.answerId === answerId);
  /** The answer as a process has left it that was killed with so much of it written; then this one begins anew. */
  const leftWith = async (answerId: string, text: string): Promise<Message | undefined> => {
    const { kysely } = await bff.database();
    const left = { status: 'streaming' as const, text, lease_owner: 'gone', lease_until: 0 };
    await kysely.updateTable('messages').set(left).where('id', '=', answerId).execute();
    await bff.restart();
    client = await connect(bff.url, client.token);
    await expect.poll(async () => (await rowOf(answerId)).status, { timeout: 20_000 }).not.toBe('streaming');
    return (await messages((await rowOf(answerId)).topic_id)).find(({ id }) => id === answerId);
  };

  it('is a stored text for the very question alone: not for one that follows, nor under other instructions', async () => {
    service.planRetrieval({ answer: STORED });
    const { answerId, topicId } = await answered({ text: QUESTION });
    expect(told(answerId)?.direct?.kind).toBe('stored');
    expect(told((await answered({ text: QUESTION, topicId })).answerId)?.direct?.kind).toBe('stored');
    expect(bff.model.completions()).toHaveLength(0);
    for (const more of [
      { text: '那报销呢？', topicId },
      { text: '继续', topicId },
      { text: QUESTION, settings: { systemPrompt: '说英语。' } },
    ]) {
      expect(told((await answered(more)).answerId)?.direct).toBeUndefined();
    }
    expect(bff.model.completions()).toHaveLength(3);
  });

  it('is never half a stored text as if it were whole', async () => {
    service.planRetrieval({ answer: STORED });
    const { answerId } = await answered({ text: QUESTION });
    const half = TEXT.slice(0, 5);
    expect(await leftWith(answerId, half)).toMatchObject({
      text: TEXT,
      status: 'complete',
      direct: { kind: 'stored' },
    });
    expect(await leftWith(answerId, TEXT)).toMatchObject({ text: TEXT, status: 'complete' });
    service.planRetrieval({ answer: CHAIN });
    expect(await leftWith(answerId, half)).toMatchObject({ text: half, status: 'interrupted' });
    expect(bff.model.completions()).toHaveLength(0);
  });

  it('is no stored text any more where the model writes the answer after all', async () => {
    service.planRetrieval({ answer: STORED });
    const { answerId } = await answered({ text: QUESTION });
    service.planRetrieval({ status: 422 });
    bff.model.setDefault({ text: '不知道。' });
    const message = await leftWith(answerId, '');
    expect(message).toMatchObject({ text: '不知道。', status: 'complete' });
    expect(message?.direct).toBeUndefined();
  });

  it('tells in a share neither what is cited nowhere nor words of rounds that are not shared', async () => {
    service.planRetrieval({ answer: CHAIN });
    const first = await answered({ text: '先说说绝密计划。' });
    const next = await answered({ text: '它收购了谁？', topicId: first.topicId });
    const { kysely } = await bff.database();
    const row = await rowOf(next.answerId);
    const steps = [
      {
        tool: 'search',
        input: '绝密计划 收购',
        output: '青禾资本投资了云岚科技；云岚科技收购了云图物流。\n秘密清单.pdf',
      },
      { tool: 'calculator', input: '1+1', output: '2' },
    ];
    const lookup = { question: '绝密计划收购了谁？', linked: [] };
    const json = JSON.stringify({ ...(JSON.parse(row.sources_json ?? '{}') as object), lookup, steps });
    await kysely.updateTable('messages').set({ sources_json: json }).where('id', '=', next.answerId).execute();
    const shared = async (body: object) => {
      const path = `/api/topics/${first.topicId}/shares`;
      const made = (await api(bff.url, client.token, path, { method: 'POST', body })).body as { share: Share };
      const read = (await api(bff.url, undefined, `/api/shares/${made.share.id}`)).body as SharedTopic;
      return read.messages.at(-1);
    };
    const whole = await shared({});
    expect(whole?.lookup?.question).toBe(lookup.question);
    expect(whole?.steps?.map(({ output }) => output)).toEqual([steps[0]?.output.split('\n')[0], '2']);
    const part = await shared({ messageIds: [next.questionId, next.answerId] });
    expect(part?.steps).toEqual([steps[1]]);
    expect(part?.lookup).toBeUndefined();
    const alone = await shared({ messageIds: [first.questionId, next.answerId] });
    expect(alone?.lookup).toBeUndefined();
    for (const each of [part, alone]) expect(JSON.stringify(each)).not.toMatch(/绝密|秘密清单/);
    const own = (await messages(first.topicId)).at(-1);
    expect(own?.steps?.[0]?.output).toContain('秘密清单.pdf');
  });
});
