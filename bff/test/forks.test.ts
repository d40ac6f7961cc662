import { randomUUID } from 'node:crypto';
import type { Attachment, Forked, Message, Page, Passage, Share, SharedTopic, Source } from '@huati/shared';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Database } from '../src/db/database';
import { citedFiles } from '../src/features/sharing/cited-files';
import { api, type TestClient } from './client';
import { databases } from './databases';
import { storeFile } from './evidence-files';
import { startBff, type Bff } from './harness';
import { settled } from './uploads';

const CONTRACT = [
  { text: '甲方：北京公司。乙方：上海公司。', place: { page: 1, headings: ['第一章 总则'] } },
  { text: '付款期限为收到发票后三十天。', place: { page: 2, headings: ['第二章 付款'] } },
  { text: '违约金为秘密金额七百万元。', place: { page: 3 } },
];
const SECRET = [{ text: '绝密：收购价格八亿元。', place: { page: 1 } }];

describe.each(databases)('going on from a share with what it cites, on $name', ({ prepare }) => {
  let bff: Bff;
  let owner: TestClient;
  let other: TestClient;
  let database: Database;
  let ownerId: string;
  beforeAll(async () => {
    const settings = { ASKS_PER_MINUTE: '0', UPLOADS_PER_MINUTE: '0', LLM_TITLES: 'off', UPLOAD_QUOTA_BYTES: '5000' };
    bff = await startBff({ ...settings, ...(await prepare()) });
    database = await bff.database();
  });
  afterAll(() => bff.close());
  beforeEach(async () => {
    bff.model.clear();
    owner = await bff.client(randomUUID());
    other = await bff.client(randomUUID());
    ownerId = ((await api(bff.url, owner.token, '/api/me')).body as { id: string }).id;
  });

  const ask = async (text: string, answer: string, more: { topicId?: string; attachmentIds?: string[] } = {}) => {
    bff.model.plan({ text: answer });
    const asked = await owner.ask(text, more);
    await owner.done(asked.answerId);
    return asked;
  };
  const share = async (topicId: string, body: object = {}) =>
    (
      (await api(bff.url, owner.token, `/api/topics/${topicId}/shares`, { method: 'POST', body })).body as {
        share: Share;
      }
    ).share.id;
  const fork = async (shareId: string, body?: object) =>
    api(bff.url, other.token, `/api/shares/${shareId}/fork`, { method: 'POST', ...(body && { body }) });
  const forked = async (shareId: string, body?: object) => (await fork(shareId, body)).body as Forked;
  const get = async <T>(path: string, token = other.token) => (await api(bff.url, token, path)).body as T;
  const messagesOf = async (topicId: string) =>
    (await get<Page<Message>>(`/api/topics/${topicId}/messages?branch=shown`)).items;
  const filesOf = async (topicId: string) => (await get<Page<Attachment>>(`/api/topics/${topicId}/files`)).items;
  const passagesOf = async (id: string) => (await get<Page<Passage>>(`/api/uploads/${id}/passages`)).items;
  const shared = async () => {
    const contract = await storeFile(database, ownerId, '合同.pdf', CONTRACT);
    const secret = await storeFile(database, ownerId, '收购计划.pdf', SECRET);
    const asked = await ask('付款期限多久？', '三十天[2]。', { attachmentIds: [contract.id, secret.id] });
    const second = await ask('谢谢', '不客气。', { topicId: asked.topicId });
    return { ...asked, second, contract, secret };
  };

  it('takes the cited passages along as a file, of which later questions get them with their page', async () => {
    const { topicId, contract, secret } = await shared();
    const own = await forked(await share(topicId));
    expect(own).toEqual({ topicId: own.topicId });
    const messages = await messagesOf(own.topicId);
    expect(messages.map(({ text }) => text)).toEqual(['付款期限多久？', '三十天[2]。', '谢谢', '不客气。']);
    expect(messages[1]?.sources).toMatchObject([{ n: 2, title: '合同.pdf', place: { page: 2 } }]);
    expect(messages[0]?.attachments).toMatchObject([{ name: '合同.pdf（分享的段落）.md' }]);

    const files = await filesOf(own.topicId);
    expect(files.map(({ name }) => name)).toEqual(['合同.pdf（分享的段落）.md']);
    const [file] = files;
    if (!file) throw new Error('no file');
    expect(await settled(bff, other.token, file)).toMatchObject({ status: 'ready' });
    const passages = await passagesOf(file.id);
    expect(passages.map(({ text }) => text).join('\n')).toBe('## 第2页 · 第二章 付款\n\n付款期限为收到发票后三十天。');
    const all = JSON.stringify([messages, files, passages]);
    for (const hidden of ['秘密金额', '甲方', '收购', '八亿', ownerId, contract.id, secret.id, contract.fileId]) {
      expect(all).not.toContain(hidden);
    }
    for (const id of [contract.id, secret.id]) {
      for (const path of ['', '/content', '/passages', '/pages/1', '/picture']) {
        expect((await api(bff.url, other.token, `/api/uploads/${id}${path}`)).status).toBe(404);
      }
    }

    bff.model.plan({ text: '收到发票后三十天[1]。' });
    const asked = await other.ask('再说一遍付款期限', { topicId: own.topicId });
    await other.done(asked.answerId);
    const sent = bff.model.completions().at(-1)?.body as { messages: { content: string }[] };
    expect(sent.messages.at(-1)?.content).toContain('第2页 · 第二章 付款');
    expect(JSON.stringify(sent)).not.toContain('秘密金额');
    expect(JSON.stringify(sent)).not.toContain('收购');
    const answer = (await messagesOf(own.topicId)).at(-1);
    expect(answer?.sources).toMatchObject([
      { n: 1, title: '合同.pdf（分享的段落）.md', attachmentId: file.id, place: { headings: ['第2页 · 第二章 付款'] } },
    ]);

    // The owner's topic and files are as they were, also where all of it is deleted here.
    await api(bff.url, other.token, `/api/topics/${own.topicId}`, { method: 'DELETE' });
    expect((await get<Page<Attachment>>(`/api/topics/${topicId}/files`, owner.token)).items).toHaveLength(2);
  });

  it('goes on from any message: what comes after it, and what is cited there, stays where it is', async () => {
    const { topicId, questionId, answerId, second } = await shared();
    const shareId = await share(topicId);
    const first = await forked(shareId, { messageId: answerId });
    expect((await messagesOf(first.topicId)).map(({ text }) => text)).toEqual(['付款期限多久？', '三十天[2]。']);
    const bare = await forked(shareId, { messageId: questionId });
    expect((await messagesOf(bare.topicId)).map(({ text, status }) => [text, status])).toEqual([
      ['付款期限多久？', 'complete'],
      ['', 'interrupted'],
    ]);
    expect(await filesOf(bare.topicId)).toEqual([]);
    const whole = await forked(shareId, { messageId: second.answerId });
    expect(await messagesOf(whole.topicId)).toHaveLength(4);
    expect((await fork(shareId, { messageId: randomUUID() })).status).toBe(404);
    expect((await fork(shareId, { messageId: 1 })).status).toBe(400);
    expect((await fork(shareId, { more: 1 })).status).toBe(400);
  });

  it('does without what has no room, and says how many files that are', async () => {
    const { topicId } = await shared();
    const shareId = await share(topicId);
    const { id } = await get<{ id: string }>('/api/me');
    const large = await storeFile(database, id, '大.txt', [{ text: '大' }]);
    await database.kysely.updateTable('files').set({ bytes: 4990 }).where('id', '=', large.fileId).execute();
    const own = await forked(shareId);
    expect(own.filesLeftOut).toBe(1);
    expect(await filesOf(own.topicId)).toEqual([]);
    expect((await messagesOf(own.topicId))[1]?.sources).toMatchObject([{ n: 2, title: '合同.pdf' }]);
  });

  it('wants the pass of a locked share, but for whoever shares it', async () => {
    const { topicId } = await shared();
    const id = await share(topicId, { password: '芝麻开门吧！' });
    expect((await fork(id)).body).toMatchObject({ code: 'password_required' });
    const opened = await api(bff.url, undefined, `/api/shares/${id}/unlock`, {
      method: 'POST',
      body: { password: '芝麻开门吧！' },
    });
    const { pass } = opened.body as { pass: string };
    const path = `/api/shares/${id}/fork`;
    const headers = { 'X-Share-Pass': pass };
    expect((await api(bff.url, other.token, path, { method: 'POST', headers })).status).toBe(201);
    expect((await api(bff.url, owner.token, path, { method: 'POST' })).status).toBe(201);
    expect((await api(bff.url, undefined, path, { method: 'POST', headers })).status).toBe(401);
  });

  it('takes a live share as it is shown now, and an answer as far as it is', async () => {
    const { topicId } = await shared();
    const id = await share(topicId, { live: true });
    const text = '慢慢说。'.repeat(200);
    bff.model.plan({ text, tokensPerSecond: 40 });
    const running = await owner.ask('后来问的', { topicId });
    await vi.waitFor(
      async () => {
        const { messages: now } = (await api(bff.url, undefined, `/api/shares/${id}`)).body as SharedTopic;
        expect(now.at(-1)?.text).toMatch(/^慢慢说/);
      },
      { timeout: 10_000 },
    );
    const own = await forked(id);
    const messages = await messagesOf(own.topicId);
    expect(messages).toHaveLength(6);
    expect(messages[4]?.text).toBe('后来问的');
    expect(messages[5]?.status).toBe('interrupted');
    expect(text.startsWith(messages[5]?.text ?? '?')).toBe(true);
    expect(messages[5]?.text.length).toBeGreaterThan(0);
    await owner.call('stop', { answerId: running.answerId });
    const stopped = await owner.done(running.answerId);
    expect(stopped.status).toBe('stopped');
    expect((await messagesOf(own.topicId))[5]).toEqual(messages[5]);
    bff.model.clear();
    bff.model.plan({ text: '接着说。' });
    const asked = await other.ask('接着说', { topicId: own.topicId });
    expect(await other.done(asked.answerId)).toMatchObject({ status: 'complete' });
  });

  it('shared on, has the same files under the same name', async () => {
    const { topicId } = await shared();
    const own = await forked(await share(topicId));
    const again = await api(bff.url, other.token, `/api/topics/${own.topicId}/shares`, { method: 'POST', body: {} });
    const { topicId: third } = await forked((again.body as { share: Share }).share.id);
    const files = await filesOf(third);
    expect(files.map(({ name }) => name)).toEqual(['合同.pdf（分享的段落）.md']);
    for (const file of files) await settled(bff, other.token, file);
    expect((await passagesOf(files[0]?.id ?? '')).map(({ text }) => text)).toEqual([
      '## 第2页 · 第二章 付款\n\n付款期限为收到发票后三十天。',
    ]);
  });
});

describe('files of cited passages', () => {
  const source = (n: number, more: Partial<Source> = {}): Source => ({
    n,
    title: '手册.pdf',
    text: `文${n}`,
    mime: 'application/pdf',
    ...more,
  });
  const of = (...sources: Source[]) =>
    citedFiles([{ id: 'a', role: 'assistant', text: '', status: 'complete', createdAt: '', sources }]);

  it('have each passage once, in the order of the file, under its place', () => {
    const twice = source(1, { place: { page: 9 } });
    expect(of(twice, source(2, { place: { page: 3 } }), { ...twice, n: 4 }, source(5))).toEqual([
      { name: '手册.pdf（分享的段落）.md', text: '## 段落\n\n文5\n\n## 第3页\n\n文2\n\n## 第9页\n\n文1\n' },
    ]);
  });

  it('are made of files alone', () => {
    const known: Source = { n: 1, title: '年报', text: '文1' };
    expect(of(known, source(2, { kind: 'path' }), source(3, { text: ' ' }))).toEqual([]);
  });

  it('keep a passage’s own headings and fences below those of places', () => {
    const text = '# 一\n## 二\n```sh\n# 注释\n```\n~~~\n# 没有关上';
    expect(of(source(1, { text, place: { page: 1 } }))[0]?.text).toBe(
      '## 第1页\n\n### 一\n#### 二\n```sh\n# 注释\n```\n~~~\n# 没有关上\n~~~\n',
    );
  });
});
