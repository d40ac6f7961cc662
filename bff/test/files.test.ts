import { randomUUID } from 'node:crypto';
import type { Attachment, Message, Page } from '@huati/shared';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openDatabase, type Database } from '../src/db/database';
import { fileName } from '../src/features/files/file-name';
import { api, type TestClient } from './client';
import { databases } from './databases';
import { startBff, type Bff } from './harness';
import { breakOff, storedFiles, upload, uploaded } from './uploads';

const LIMIT = 200_000;
const PIXEL = Uint8Array.from(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
    'base64',
  ),
);
/** 你好，世界。 */
const GB18030 = Uint8Array.from([0xc4, 0xe3, 0xba, 0xc3, 0xa3, 0xac, 0xca, 0xc0, 0xbd, 0xe7, 0xa1, 0xa3]);

describe.each(databases)('files on $name', ({ prepare }) => {
  let bff: Bff;
  let client: TestClient;
  let database: Database;
  beforeAll(async () => {
    bff = await startBff({
      ASKS_PER_MINUTE: '0',
      LLM_TITLES: 'off',
      LLM_SUMMARY: 'off',
      UPLOADS_PER_MINUTE: '0',
      UPLOAD_MAX_BYTES: String(LIMIT),
      ...(await prepare()),
    });
    database = await openDatabase(bff.env.DATABASE_URL ?? '');
  });
  afterAll(async () => {
    await database.close();
    await bff.close();
  });
  beforeEach(async () => {
    bff.model.clear();
    client = await bff.client(randomUUID());
  });

  const get = (path: string, token = client.token) => api(bff.url, token, path);
  const remove = (path: string, token = client.token) => api(bff.url, token, path, { method: 'DELETE' });
  const put = (name: string, content: string | Uint8Array<ArrayBuffer>) => uploaded(bff, client.token, name, content);
  const refusal = async (content: string | Uint8Array<ArrayBuffer>, name = 'a.txt') =>
    (await upload(bff, client.token, [{ name, content }])).body.code;
  const content = (id: string, headers: Record<string, string> = {}, token = client.token) =>
    fetch(`${bff.url}/api/uploads/${id}/content`, { headers: { authorization: `Bearer ${token}`, ...headers } });
  const ask = async (text: string, attachments: Pick<Attachment, 'id'>[], topicId?: string) => {
    const attachmentIds = attachments.map(({ id }) => id);
    const payload = { askId: randomUUID(), text, attachmentIds, ...(topicId !== undefined && { topicId }) };
    const ack = await client.call('ask', payload);
    if (!ack.ok) throw new Error(`${ack.error.code}: ${ack.error.message}`);
    const asked = ack as unknown as { topicId: string; questionId: string; answerId: string };
    expect(await client.done(asked.answerId)).toMatchObject({ status: 'complete' });
    return { ...asked, payload };
  };
  const storedRows = async (sha256: string) =>
    (await database.kysely.selectFrom('files').select('id').where('sha256', '=', sha256).execute()).map(({ id }) => id);
  const messages = async (topicId: string) =>
    ((await get(`/api/topics/${topicId}/messages?branch=shown`)).body as Page<Message>).items;
  it('takes files by their bytes, with Chinese names whole', async () => {
    const text = await put('../季度\u202e报告（终稿）.md', '# 标题\n正文😀');
    expect(text).toMatchObject({ name: '季度报告（终稿）.md', mime: 'text/plain', bytes: 19, status: 'ready' });
    expect(text.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect((await get(`/api/uploads/${text.id}`)).body).toEqual({ attachment: text });
    expect(await put('看起来像文本.txt', PIXEL)).toMatchObject({ mime: 'image/png' });
    expect(await put('a.bmp', 'BMW 的销量')).toMatchObject({ mime: 'text/plain' });
    for (const [bytes, charset] of [
      [GB18030, 'gb18030'],
      [Uint8Array.from([0xff, 0xfe, ...Buffer.from('你好', 'utf16le')]), 'utf-16le'],
      [Uint8Array.from([0xef, 0xbb, 0xbf, ...Buffer.from('你好 utf-8')]), 'utf-8'],
    ] as const) {
      const { id } = await put('文.txt', bytes);
      expect((await content(id)).headers.get('content-type')).toBe(`text/plain; charset=${charset}`);
    }
  });

  it('takes the name that a text before the file tells, for a temporary file has none of its own', async () => {
    const form = new FormData();
    form.append('name', '../季度报告.md');
    form.append('file', new Blob(['正文']), 'tmp_8d1f.md');
    const response = await fetch(`${bff.url}/api/uploads`, {
      method: 'POST',
      headers: { authorization: `Bearer ${client.token}` },
      body: form,
    });
    expect(await response.json()).toMatchObject({ attachment: { name: '季度报告.md' } });
  });

  it('refuses what it cannot read, by its bytes too', async () => {
    const garbage = Uint8Array.from({ length: 3000 }, (_, n) => (n * 7919 + (n >> 3) * 31) % 256);
    for (const bytes of [garbage, 'a\0b', '<1>\x01', GB18030.slice(0, 3)]) {
      expect(await refusal(bytes)).toBe('unsupported_type');
    }
    expect(await refusal('')).toBe('invalid');
    const old = await upload(bff, client.token, [{ name: '旧.docx', content: '{\\rtf1 text}' }]);
    expect(old).toMatchObject({ status: 415, body: { code: 'unsupported_type', reason: 'legacy' } });
    expect((await upload(bff, client.token, [{ name: 'a.exe', content: garbage }])).body.detail).toContain('PDF');
  });

  it('refuses too much at once, and leaves nothing behind', async () => {
    const before = await storedFiles(bff);
    expect(await put('full.txt', 'x'.repeat(LIMIT))).toMatchObject({ bytes: LIMIT });
    expect(await refusal('x'.repeat(LIMIT + 1))).toBe('too_large');
    expect(await refusal('字'.repeat(LIMIT))).toBe('too_large');
    const both = ['a', 'b'].map((text) => ({ name: `${text}.txt`, content: text.repeat(90_000) }));
    expect((await upload(bff, client.token, both)).body.code).toBe('invalid');
    expect((await upload(bff, client.token, both.slice(0, 1), 'other')).body.code).toBe('invalid');
    expect((await upload(bff, client.token, [])).body.code).toBe('invalid');
    expect((await api(bff.url, client.token, '/api/uploads', { method: 'POST', body: {} })).body).toMatchObject({
      code: 'invalid',
    });
    expect((await api(bff.url, undefined, '/api/uploads', { method: 'POST' })).status).toBe(401);
    await breakOff(bff, client.token, 150_000);
    await vi.waitFor(async () => expect(await storedFiles(bff, 'uploads')).toEqual([]));
    await vi.waitFor(async () => expect(await storedFiles(bff)).toHaveLength(before.length + 1));
    await vi.waitFor(async () => {
      expect(await database.kysely.selectFrom('files').select('id').where('sha256', 'is', null).execute()).toEqual([]);
    });
  });

  it('stores the same content once, each upload on its own', async () => {
    const text = `一样的${randomUUID()}`;
    const all = await Promise.all(['一.txt', '二.txt', '三.txt'].map((name) => put(name, text)));
    const [first] = all;
    expect(new Set(all.map(({ id }) => id)).size).toBe(3);
    const rows = await database.kysely
      .selectFrom('files')
      .select('id')
      .where('sha256', '=', first?.sha256 ?? '')
      .execute();
    expect(rows).toHaveLength(1);
    expect(await storedFiles(bff)).toContain(rows[0]?.id);
    for (const [index, { id }] of all.entries()) {
      expect(await (await content(id)).text()).toBe(text);
      expect((await remove(`/api/uploads/${id}`)).status).toBe(204);
      expect((await storedFiles(bff)).includes(rows[0]?.id ?? '')).toBe(index < 2);
      expect((await get(`/api/uploads/${id}`)).status).toBe(404);
    }
    expect(await (await content((await put('再.txt', text)).id)).text()).toBe(text);
  });

  it('gives a file to its owner alone, and never as a page', async () => {
    const page = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
    const { id } = await put('图 表.svg', page);
    const whole = await content(id);
    expect(await whole.text()).toBe(page);
    const { headers } = whole;
    expect(headers.get('content-type')).toMatch(/^text\/.*; charset=utf-8$/);
    expect(headers.get('content-disposition')).toContain("filename*=UTF-8''%E5%9B%BE%20%E8%A1%A8.svg");
    expect(headers.get('content-security-policy')).toContain('sandbox');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    const part = await content(id, { range: 'bytes=1-3' });
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([
      206,
      `bytes 1-3/${page.length}`,
      'svg',
    ]);
    expect((await content(id, { range: `bytes=${page.length}-` })).status).toBe(416);
    expect((await content(id, { range: 'bytes=0-1,4-5' })).status).toBe(200);
    expect((await content(id, { range: 'bytes=1-3', 'if-range': '"other"' })).status).toBe(200);
    expect(
      (await content(id, { 'if-none-match': headers.get('etag') ?? '', 'cache-control': 'max-age=0' })).status,
    ).toBe(304);
    const { token } = await bff.client(randomUUID());
    expect((await content(id, {}, token)).status).toBe(404);
    expect((await get(`/api/uploads/${id}`, token)).status).toBe(404);
    expect((await remove(`/api/uploads/${id}`, token)).status).toBe(404);
    expect((await get(`/api/uploads/${id}`)).status).toBe(200);
  });

  it('is asked about once, by its owner, and stays with a question that is reworded', async () => {
    const file = await put('合同.txt', '甲方：小明');
    const { topicId, questionId, payload } = await ask('甲方是谁？', [file]);
    expect((await messages(topicId))[0]).toMatchObject({ id: questionId, attachments: [file] });
    expect(await client.call('ask', payload)).toMatchObject({ ok: true, questionId });
    const code = async (attachmentIds: string[]) => {
      const ack = await client.call('ask', { askId: randomUUID(), text: '再问', topicId, attachmentIds });
      return ack.ok ? undefined : ack.error.code;
    };
    expect(await code([file.id])).toBe('invalid');
    expect(await code([randomUUID()])).toBe('not_found');
    const fresh = await put('新.txt', '新');
    expect(await code([fresh.id, fresh.id])).toBe('invalid');
    expect(await code(Array.from({ length: 21 }, () => randomUUID()))).toBe('invalid');
    const { token } = await bff.client(randomUUID());
    expect(await code([(await uploaded(bff, token, '别人的.txt', '秘')).id])).toBe('not_found');
    expect(await messages(topicId)).toHaveLength(2);
    const edited = await client.call('edit', { askId: randomUUID(), questionId, text: '谁是甲方？' });
    await client.done((edited as unknown as { answerId: string }).answerId);
    expect((await messages(topicId))[0]).toMatchObject({ text: '谁是甲方？', attachments: [file] });
  });

  it('lists the files of a topic, and takes one from all its questions', async () => {
    const [one, two] = [await put('一.txt', `一${randomUUID()}`), await put('二.txt', `二${randomUUID()}`)];
    const { topicId, questionId } = await ask('这两份说了什么？', [one, two]);
    await ask('然后呢？', [], topicId);
    const files = () => get(`/api/topics/${topicId}/files`);
    expect((await files()).body).toEqual({ items: [one, two], nextCursor: null, prevCursor: null });
    const other = await bff.client(randomUUID());
    expect((await get(`/api/topics/${topicId}/files`, other.token)).status).toBe(404);
    expect((await remove(`/api/uploads/${one.id}`, other.token)).status).toBe(404);
    const rows = await storedRows(one.sha256);
    const told = client.topics().length;
    expect((await remove(`/api/uploads/${one.id}`)).status).toBe(204);
    expect((await files()).body).toMatchObject({ items: [{ id: two.id }] });
    expect((await messages(topicId))[0]).toMatchObject({ id: questionId, attachments: [two] });
    await vi.waitFor(() => expect(client.topics().length).toBeGreaterThan(told));
    expect(await storedFiles(bff)).not.toContain(rows[0]);
    expect(await storedRows(one.sha256)).toEqual([]);
    const passages = database.kysely.selectFrom('file_passages').selectAll();
    expect(await passages.where('file_id', '=', rows[0] ?? '').execute()).toEqual([]);
    expect((await get(`/api/uploads/${one.id}`)).status).toBe(404);
    expect((await remove(`/api/uploads/${two.id}`)).status).toBe(204);
    const [question] = await messages(topicId);
    expect(question).toMatchObject({ id: questionId, text: '这两份说了什么？' });
    expect(question?.attachments).toBeUndefined();
    await ask('还能问吗？', [], topicId);
  });

  it('shows pages and pictures to whoever may see them, and only once', async () => {
    const picture = await put('图.png', PIXEL);
    const show = (path: string, headers: Record<string, string> = {}, token = client.token) =>
      fetch(`${bff.url}/api/uploads/${picture.id}/${path}`, {
        headers: { authorization: `Bearer ${token}`, ...headers },
      });
    const shown = await show('picture?side=200');
    expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    expect(
      Buffer.from(await shown.arrayBuffer())
        .subarray(0, 3)
        .toString('hex'),
    ).toBe('ffd8ff');
    expect(shown.headers.get('cache-control')).toContain('private');
    expect(shown.headers.get('content-security-policy')).toContain('sandbox');
    const etag = shown.headers.get('etag') ?? '';
    expect((await show('picture?side=200', { 'if-none-match': etag, 'cache-control': 'max-age=0' })).status).toBe(304);
    expect((await show('picture?side=1')).status).toBe(400);
    expect((await show('pages/1')).status).toBe(404);
    expect((await show('picture', {}, (await bff.client(randomUUID())).token)).status).toBe(404);
    expect((await get(`/api/uploads/${(await put('文.txt', '字')).id}/picture`)).status).toBe(404);
  });

  it('says what it does to whoever asks', async () => {
    expect((await api(bff.url, undefined, '/api/about')).body).toEqual({
      uploads: { maxBytes: LIMIT, resumableFrom: 5 * 1024 * 1024, direct: false },
      wechat: false,
      knowledge: false,
      retrieval: false,
      examples: [],
    });
    const direct = { method: 'POST', body: { name: 'a.txt', bytes: 1 } };
    expect((await api(bff.url, client.token, '/api/uploads/direct', direct)).body).toMatchObject({
      code: 'not_configured',
    });
  });

  it('deletes with a topic what nobody else uses, and what nobody asked about', async () => {
    const text = randomUUID();
    const [kept, gone] = [await put('留.txt', text), await put('去.txt', text)];
    const alone = await put('独.txt', randomUUID());
    const { topicId } = await ask('看', [gone, alone]);
    const stored = (await storedFiles(bff)).length;
    expect((await remove(`/api/topics/${topicId}`)).status).toBe(204);
    await vi.waitFor(async () => expect(await storedFiles(bff)).toHaveLength(stored - 1));
    for (const { id } of [gone, alone]) expect((await get(`/api/uploads/${id}`)).status).toBe(404);
    expect(await (await content(kept.id)).text()).toBe(text);

    const old = Date.now() - 25 * 3600 * 1000;
    await database.kysely.updateTable('attachments').set({ created_at: old }).where('id', '=', kept.id).execute();
    const fresh = await put('新.txt', randomUUID());
    await bff.restart();
    await vi.waitFor(async () => expect(await storedFiles(bff)).toHaveLength(stored - 1));
    expect((await get(`/api/uploads/${fresh.id}`)).status).toBe(200);
    expect((await get(`/api/uploads/${kept.id}`)).status).toBe(404);
  });
});

it('names files by what can be seen of their names', () => {
  expect(fileName('C:\\文件\\报告.txt')).toBe('报告.txt');
  expect(fileName('a/b/\u0007c\n.md')).toBe('c.md');
  expect(fileName('..')).toBe('未命名');
  expect(fileName(' \u202e ')).toBe('未命名');
  expect(fileName(`${'😀'.repeat(150)}.json`)).toMatch(/^😀{97}\.json$/u);
});
