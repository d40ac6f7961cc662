import { describe, expect, it } from 'vitest';
import { gb18030 } from '../../../extraction/test/samples/files';
import { service, type Client } from '../harness';

const ROWS = [
  { source: '青岚资本', source_type: 'Investor', relation: 'INVESTED_IN', target: '云汐科技', target_type: 'Company' },
  { source: '云汐科技', source_type: 'Company', relation: 'ACQUIRED', target: '白泽视觉', target_type: 'Company' },
];
const jsonl = (rows: readonly object[]): string => rows.map((row) => JSON.stringify(row)).join('\n');
const post = (client: Client, body: string | Uint8Array, query = 'document=t') =>
  client.call('POST', `/triples?${query}`, body);
const QUESTION = '青岚资本投资的公司收购了谁？';

describe('rows of data', () => {
  it('become paths without quotations, once, and only as they were sent last', async () => {
    const client = await service();
    expect(await post(client, jsonl(ROWS))).toMatchObject({
      status: 200,
      body: { status: 'ready', counts: { entities: 3, relations: 2, dropped: {} }, faults: [] },
    });
    await post(client, jsonl(ROWS));
    expect(await client.about()).toMatchObject({ entities: 3, relations: 2 });
    const { graph } = await client.ask(QUESTION);
    expect(graph.paths).toHaveLength(1);
    expect(graph.edges.flatMap(({ quotes }) => quotes)).toEqual([]);

    await post(client, jsonl(ROWS.slice(0, 1)));
    expect(await client.about()).toMatchObject({ entities: 2, relations: 1 });
    await client.call('DELETE', '/documents/t');
    expect(await client.about()).toMatchObject({ entities: 0, relations: 0 });
  });

  it('are told by their lines where they are not taken', async () => {
    const client = await service();
    const bad = [
      '{"source": ',
      JSON.stringify({ ...ROWS[0], source: ' ' }),
      JSON.stringify({ ...ROWS[0], source_type: 'Planet' }),
      JSON.stringify({ ...ROWS[0], relation: '}) DETACH DELETE n' }),
      JSON.stringify({ ...ROWS[0], source_type: 'Place' }),
      JSON.stringify({ ...ROWS[0], target: '青岚资本', target_type: 'Company' }),
      JSON.stringify({ ...ROWS[0], source: '长'.repeat(201) }),
    ];
    const { body } = await post(client, [...bad, jsonl(ROWS), ''].join('\n'));
    expect(body).toMatchObject({
      counts: { relations: 2 },
      faults: [
        { line: 1, reason: 'malformed' },
        { line: 2, reason: 'incomplete' },
        { line: 3, reason: 'unknown_type' },
        { line: 4, reason: 'unknown_relation' },
        { line: 5, reason: 'wrong_ends' },
        { line: 6, reason: 'one_entity' },
        { line: 7, reason: 'name_too_long' },
      ],
    });
  });

  it('are taken in though others among them cannot be read, each of which is told by its line', async () => {
    const client = await service();
    const csv = [
      'source,relation,target',
      '甲,投资,乙',
      '"坏,投资,"x"y,z',
      '丙,投资,"丁\n公司"',
      '"没有完,投资,乙',
      ...Array.from({ length: 60 }, (_, at) => `甲${at},投资,乙${at}`),
      '"戊 ""己""",投资,庚',
      `辛${'x'.repeat(1_000_001)},投资,壬`,
      '癸方,投资,子方',
    ];
    const { body } = await post(client, csv.join('\r\n'), 'document=t&format=csv');
    expect(body).toMatchObject({
      counts: { relations: 64, dropped: { malformed: 3 } },
      faults: [
        { line: 3, reason: 'malformed' },
        { line: 6, reason: 'malformed' },
        { line: 68, reason: 'malformed' },
      ],
    });
    expect((await client.ask('癸方投资了谁？')).graph.paths).toHaveLength(1);
  });

  it('stay as they were where what is sent in their place cannot be read at all', async () => {
    const client = await service();
    await post(client, jsonl(ROWS));
    for (const format of ['csv', 'jsonl']) {
      expect(await post(client, '"nothing, "of" a row', `document=t&format=${format}`)).toMatchObject({ status: 422 });
    }
    expect((await client.ask(QUESTION)).graph.paths).toHaveLength(1);
    expect(await client.document('t')).toMatchObject({ status: 'ready', counts: { relations: 2 } });
  });

  it('of one endless line are refused at once', async () => {
    const client = await service();
    const line = 'x'.repeat(20_000_000);
    const since = Date.now();
    expect(await post(client, line, 'document=line')).toMatchObject({ status: 422 });
    expect(Date.now() - since).toBeLessThan(6_000);
  });

  it('are there all the time while the documents change that they rest on', async () => {
    const client = await service();
    await client.put('news', ['青岚资本投资了云汐科技。']);
    const relation = { source_type: 'Investor', relation: 'INVESTED_IN', target_type: 'Company' };
    const many = Array.from({ length: 5_000 }, (_, at) => ({ ...relation, source: `源${at}号`, target: `标${at}号` }));
    const evidence = { document: 'news', quote: '青岚资本投资了云汐科技' };
    await post(client, jsonl([{ ...ROWS[0], evidence }, ...many]));
    const asking = new AbortController();
    const asked = (async () => {
      const found: number[] = [];
      while (!asking.signal.aborted) found.push((await client.ask('源7号投资了谁？')).graph.paths.length);
      return found;
    })();
    await client.put('news', ['周一，青岚资本投资了云汐科技。']);
    await client.started.settled();
    asking.abort();
    expect(new Set(await asked)).toEqual(new Set([1]));
    const { graph } = await client.ask('青岚资本投资了谁？');
    expect(graph.edges.map(({ quotes }) => quotes.length)).toEqual([1]);
    expect(await client.about()).toMatchObject({ relations: 5_001 });
  });

  it('may be CSV in Chinese, in either encoding, with a head or in the order of the documentation', async () => {
    const head = '主体,主体类型,关系,客体,客体类型,主体别名\n青岚资本,投资机构,投资,云汐科技,公司,青岚|青岚投资\n';
    const plain = '云汐科技\tCompany\tACQUIRED\t"白泽\t视觉"\tCompany\n';
    for (const encoded of [Buffer.from(`\ufeff${head}`), gb18030(head)]) {
      const client = await service();
      const { body } = await post(client, encoded, 'document=head&format=csv');
      expect(body).toMatchObject({ counts: { relations: 1, dropped: {} } });
      expect((await client.ask('青岚投资投了哪些公司？')).linked[0]).toMatchObject({ name: '青岚资本', how: 'alias' });
      expect((await post(client, plain, 'document=plain&format=csv')).body).toMatchObject({ counts: { relations: 1 } });
      expect((await client.ask('青岚资本投资的公司收购了谁？')).graph.paths).toHaveLength(1);
    }
  });

  it('are quoted from documents that say so, whichever comes first and for as long as they are there', async () => {
    const client = await service();
    const rows = [
      { ...ROWS[0], evidence: { document: 'news', quote: '青岚资本 投资了云汐科技' } },
      { ...ROWS[1], evidence: { document: 'news', quote: '云汐科技卖掉了白泽视觉' } },
    ];
    const first = await post(client, jsonl(rows));
    expect(first.body).toMatchObject({ counts: { relations: 2, dropped: { evidence_not_found: 2 } } });
    const quotes = async () =>
      (await client.ask(QUESTION)).graph.edges.map((edge) => edge.quotes.map(({ text }) => text));
    expect(await quotes()).toEqual([[], []]);

    await client.put('news', ['周一，青岚资本投资了\n云汐科技。云汐科技收购了白泽视觉。']);
    await client.started.settled();
    expect(await quotes()).toEqual([['青岚资本投资了\n云汐科技'], []]);

    await client.call('DELETE', '/documents/news');
    await client.started.settled();
    expect(await quotes()).toEqual([[], []]);
    expect(await client.about()).toMatchObject({ relations: 2 });
  });

  it('quote nothing of somebody else', async () => {
    const client = await service();
    await client.put('private', ['青岚资本投资了云汐科技。'], { owner: 'a' });
    const row = { ...ROWS[0], evidence: { document: 'private', quote: '青岚资本投资了云汐科技' } };
    expect((await post(client, jsonl([row]))).body).toMatchObject({ counts: { dropped: { evidence_not_found: 1 } } });
    const { graph } = await client.ask('青岚资本投资了谁？', { owner: 'b' });
    expect(graph.edges.flatMap(({ quotes }) => quotes)).toEqual([]);
  });

  it('are of any type where no schema is declared', async () => {
    const client = await service({ GRAPHRAG_SCHEMA: '' });
    const row = { source: 'Ada Lovelace', relation: 'was born in', target: 'London' };
    expect((await post(client, jsonl([row]))).body).toMatchObject({ counts: { relations: 1, dropped: {} } });
  });
});
