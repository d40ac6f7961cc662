import { DifyAnswer, RetrieveAnswer } from '@huati/shared';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { folder, SAMPLE, service } from '../harness';

describe('the service', () => {
  it('lives, is ready once its sample is there, and tells what it holds', async () => {
    const client = await service({ GRAPHRAG_SAMPLE: SAMPLE });
    expect((await client.call('GET', '/healthz')).status).toBe(200);
    await client.started.settled();
    expect(await client.call('GET', '/readyz')).toMatchObject({
      status: 200,
      body: { status: 'ok', parts: { graph: true, chunks: true, beginning: true } },
    });
    const about = await client.about();
    expect(about).toMatchObject({ documents: true, processing: 0, stores: { graph: 'memory', chunks: 'memory' } });
    expect(about.relations).toBeGreaterThan(50);
    expect(about.warnings).toEqual([expect.stringContaining('no_embedding'), expect.stringContaining('no_model')]);
  });

  it('answers with paths whose edges are quoted, and the same in the form of Dify', async () => {
    const client = await service({ GRAPHRAG_SAMPLE: SAMPLE });
    await client.started.settled();
    const query = '砚池资本投资的公司收购了谁？';
    const answer = v.parse(RetrieveAnswer, await client.ask(query));
    expect(answer.records[0]).toMatchObject({ metadata: { kind: 'path' } });
    expect(answer.graph.edges.flatMap(({ quotes }) => quotes.map(({ text }) => text))).toContain(
      '本轮融资由砚池资本领投，榆火创投跟投',
    );

    const setting = { top_k: 4, score_threshold: 0.1 };
    const dify = await client.call('POST', '/retrieval', { knowledge_id: '', query, retrieval_setting: setting });
    const { records } = v.parse(DifyAnswer, dify.body);
    expect(records.length).toBeLessThanOrEqual(4);
    for (const { score, metadata } of records) {
      expect(score).toBeGreaterThan(0);
      expect(score).toBeLessThanOrEqual(1);
      expect(metadata).toBeTypeOf('object');
    }
  });

  it('keeps what it was given, and what was taken away of its sample stays away', async () => {
    const env = { GRAPHRAG_SAMPLE: SAMPLE, GRAPHRAG_DATA_DIR: await folder() };
    const first = await service(env);
    await first.started.settled();
    const before = await first.about();
    await first.call('DELETE', '/documents/05-luling-series-b.md');
    await first.started.close();
    const second = await service(env);
    await second.started.settled();
    expect(await second.about()).toMatchObject({ chunks: Number(before.chunks) - 1, answers: before.answers });
    expect(await second.document('05-luling-series-b.md')).toMatchObject({ error_code: 404 });
    const { graph } = await second.ask('砚池资本投资的公司收购了谁？');
    // What a document alone had said has nobody to quote any more; what data says stays.
    expect(graph.edges.map(({ type, quotes }) => [type, quotes.length])).toEqual(
      expect.arrayContaining([
        ['INVESTED_IN', 0],
        ['ACQUIRED', 1],
      ]),
    );
  });

  it('wants its key, and tells in the numbers of Dify what is wrong with one', async () => {
    const client = await service({ GRAPHRAG_API_KEY: 'sesame' });
    const asked = { query: '谁' };
    const given = (authorization: string) => client.call('POST', '/retrieval', asked, { authorization });
    expect(await given('sesame')).toMatchObject({ status: 403, body: { error_code: 1001 } });
    expect(await given('Bearer sesam')).toMatchObject({ status: 403, body: { error_code: 1002 } });
    expect(await given('Bearer sesame')).toMatchObject({ status: 200, body: { records: [] } });
    expect((await fetch(`${client.started.url}/healthz`)).status).toBe(200);
    for (const path of ['/about', '/documents', '/documents/a']) {
      expect((await fetch(`${client.started.url}${path}`)).status).toBe(403);
    }
  });

  it('refuses what it does not know, without telling of itself', async () => {
    const client = await service();
    const refused = async (path: string, body: unknown) => (await client.call('POST', path, body)).body;
    expect(await refused('/retrieval', { knowledge_id: 'other', query: '谁' })).toMatchObject({ error_code: 2001 });
    expect(await refused('/retrieve', { knowledge_id: 'other', query: '谁' })).toMatchObject({ error_code: 2001 });
    expect(await refused('/retrieve', { query: '   ' })).toEqual({
      error_code: 400,
      error_msg: 'query: query is empty',
    });
    expect(await refused('/nowhere', {})).toEqual({ error_code: 404, error_msg: 'no such address' });
    const broken = await client.call('POST', '/retrieve', '{', { 'content-type': 'application/json' });
    expect(broken).toMatchObject({ status: 400, body: { error_code: 400, error_msg: 'the request cannot be read' } });
    const large = await client.call('POST', '/retrieve', { query: '长'.repeat(300_000) });
    expect(large).toMatchObject({ status: 413, body: { error_code: 413 } });
    const condition = { conditions: [{ name: 'title', comparison_operator: 'resembles', value: 'x' }] };
    const odd = await client.call('POST', '/retrieve', { query: '谁', metadata_condition: condition });
    expect(odd).toMatchObject({ status: 400, body: { error_code: 400 } });
    expect(odd.headers.get('x-request-id')).toMatch(/^[\w.-]+$/);
    expect(odd.headers.get('x-powered-by')).toBeNull();
  });
});
