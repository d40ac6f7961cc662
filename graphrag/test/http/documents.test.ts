import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder, SAMPLE, service } from '../harness';

const OFFICE = join(import.meta.dirname, '../../../extraction/test/samples/office');
const RULES = ['第一条 员工请假应当提前三天提出书面申请。', '第二条 出差住宿标准为每晚四百五十元。'];

describe('documents', () => {
  it('are kept, found, replaced and taken away', async () => {
    const client = await service();
    expect(await client.document('d1')).toMatchObject({ error_code: 404 });
    expect(await client.put('d1', RULES)).toMatchObject({ status: 'ready', counts: { chunks: 2 } });
    const found = await client.ask('出差住宿标准是多少');
    expect(found.records[0]).toMatchObject({ content: RULES[1], title: 'd1', metadata: { doc_id: 'd1', page: 2 } });

    await client.put('d1', ['第二条 出差住宿标准为每晚五百元。']);
    const again = await client.ask('出差住宿标准是多少');
    expect(again.records.map(({ content }) => content)).toEqual(['第二条 出差住宿标准为每晚五百元。']);

    expect((await client.call('DELETE', '/documents/d1')).status).toBe(204);
    expect((await client.call('DELETE', '/documents/d1')).status).toBe(404);
    expect((await client.ask('出差住宿标准是多少')).records).toEqual([]);
    expect(await client.about()).toMatchObject({ chunks: 0, entities: 0, relations: 0 });
  });

  it('are there still after the service was started again', async () => {
    const dir = await folder();
    const second = await service({ GRAPHRAG_DATA_DIR: dir });
    await second.put('d1', RULES);
    await second.started.close();
    const third = await service({ GRAPHRAG_DATA_DIR: dir });
    expect(await third.document('d1')).toMatchObject({ status: 'ready' });
    expect((await third.ask('请假要提前几天')).records[0]).toMatchObject({ content: RULES[0] });
  });

  it('belong to their owners alone', async () => {
    const client = await service();
    await client.put('mine', RULES, { owner: 'a' });
    await client.put('ours', ['公司的班车每天早上七点半出发。']);
    const titles = async (query: string, owner: string) =>
      (await client.ask(query, { owner })).records.map(({ title }) => title);
    expect(await titles('出差住宿标准', 'a')).toEqual(['mine']);
    expect(await titles('出差住宿标准', 'b')).toEqual([]);
    expect(await titles('出差住宿标准', '')).toEqual([]);
    expect(await titles('班车几点出发', 'b')).toEqual(['ours']);
    expect((await client.call('GET', '/documents')).body).toMatchObject({ documents: [{ id: 'ours' }] });
    expect((await client.call('GET', '/documents?owner=a')).body).toMatchObject({ documents: [{ id: 'mine' }] });
  });

  it('are one document, whatever is asked for about them at once', async () => {
    const client = await service();
    const passages = (text: string) => ({
      owner: '',
      title: 't',
      mime: 'text/plain',
      passages: [{ n: 1, text, place: {} }],
    });
    const path = '/documents/quick';
    await Promise.all([
      client.call('PUT', path, passages('甲甲甲说的是第一版。')),
      client.call('DELETE', path),
      client.call('PUT', path, passages('乙乙乙说的是第二版。')),
      client.call('PUT', path, passages('丙丙丙说的是第三版。')),
    ]);
    await client.started.settled();
    const all = await client.ask('甲甲甲 乙乙乙 丙丙丙 说的是第几版');
    expect(all.records).toHaveLength(1);
    expect(await client.about()).toMatchObject({ chunks: 1 });
  });

  it('may have any id that is text', async () => {
    const client = await service();
    for (const id of ['../../etc/passwd', 'a#1', '__proto__', '“引号”\'";DETACH DELETE n', '文件 一.md', '%2e%2e']) {
      expect(await client.put(id, [`关于${id}的说明书`])).toMatchObject({ id, status: 'ready' });
      expect((await client.call('DELETE', `/documents/${encodeURIComponent(id)}`)).status).toBe(204);
    }
    expect((await client.call('GET', `/documents/${encodeURIComponent('a\u0000b')}`)).status).toBe(400);
    expect((await client.call('GET', `/documents/${'x'.repeat(201)}`)).status).toBe(400);
    const bad = { owner: '', title: 't', mime: 'm', passages: [] };
    expect((await client.call('PUT', '/documents/a', bad)).status).toBe(400);
    const blank = { ...bad, passages: [{ n: 1, text: ' \n ', place: {} }] };
    expect((await client.call('PUT', '/documents/a', blank)).status).toBe(422);
  });
});

describe('files', () => {
  it('are read by their bytes: Word, Excel, PDF, Markdown', { timeout: 60_000 }, async () => {
    const client = await service();
    const files = [
      join(OFFICE, 'rules.docx'),
      join(OFFICE, 'staff.xlsx'),
      join(SAMPLE, 'documents/18-muyun-recall.pdf'),
      join(SAMPLE, 'documents/31-corrections.md'),
    ];
    const sent = await Promise.all(
      files.map(async (file) => {
        const name = encodeURIComponent(file.split('/').at(-1) ?? '');
        return client.call('POST', `/documents?name=${name}&id=${name}`, await readFile(file));
      }),
    );
    expect(sent.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
    await client.started.settled();
    const { body } = await client.call('GET', '/documents');
    const { documents } = body as { documents: { mime: string; status: string }[] };
    expect(documents.map(({ status }) => status)).toEqual(['ready', 'ready', 'ready', 'ready']);
    expect(new Set(documents.map(({ mime }) => mime)).size).toBe(4);
    const found = await client.ask('暮云电池召回后车主怎么预约更换');
    expect(found.records[0]).toMatchObject({
      title: '18-muyun-recall.pdf',
      metadata: { page: expect.any(Number) as unknown },
    });
  });

  it('are the same document where they are the same', async () => {
    const client = await service();
    const post = async () => (await client.call('POST', '/documents?name=a.txt', '班车每天早上七点半出发。')).body;
    const first = (await post()) as { id: string };
    await client.finished(first.id);
    expect(await post()).toMatchObject({ id: first.id, status: 'ready' });
    expect(await client.about()).toMatchObject({ chunks: 1 });
  });

  it('are refused where nothing can be made of them', async () => {
    const client = await service();
    const post = async (body: Uint8Array | string) => (await client.call('POST', '/documents?name=x', body)).status;
    expect(await post(Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0]))).toBe(415);
    expect(await post(Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]))).toBe(415);
    expect(await post('')).toBe(400);
    const { body } = await client.call('POST', '/documents?name=broken.pdf&id=b', '%PDF-1.7\nnothing of a PDF');
    expect(body).toMatchObject({ id: 'b' });
    expect(await client.finished('b')).toMatchObject({ status: 'failed', error: expect.any(String) as unknown });
  });
});
