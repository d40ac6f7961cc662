import { randomUUID } from 'node:crypto';
import type { Attachment } from '@huati/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { api } from './client';
import { databases } from './databases';
import type { Bff } from './harness';
import { eventually, sent, startWithGraphRag, until, type GraphRagServer } from './knowledge';
import { upload, uploaded } from './uploads';

const HANDBOOK = '# 差旅制度\n\n## 住宿\n\n每晚不超过五百元。\n\n## 交通\n\n高铁二等座，可报销。\n';
const QUOTA = 1000;

describe.each(databases)('uploaded files as knowledge on $name', ({ prepare }) => {
  let bff: Bff;
  let service: GraphRagServer;
  let close: () => Promise<void>;
  beforeAll(async () => {
    const env = { UPLOAD_QUOTA_BYTES: String(QUOTA), ...(await prepare()) };
    ({ bff, service, close } = await startWithGraphRag(env));
  });
  afterAll(() => close());

  const readyOf = async (token: string, id: string) => {
    await eventually(async () => {
      const { attachment } = (await api(bff.url, token, `/api/uploads/${id}`)).body as { attachment: Attachment };
      expect(attachment.status).toBe('ready');
    });
  };

  it('are told as they were read, each passage with its place', async () => {
    const token = await bff.token(randomUUID());
    const { id } = await uploaded(bff, token, '差旅制度.md', HANDBOOK);
    await readyOf(token, id);
    const knowledge = await sent(bff, token, id);
    await until(bff, token, 'ready');
    const { [knowledge.id]: document } = service.documents();
    expect(document).toMatchObject({ title: '差旅制度.md', mime: 'text/markdown' });
    const texts = document?.passages.map(({ text }) => text).join('\n') ?? '';
    expect(texts.indexOf('每晚不超过五百元。')).toBeGreaterThan(-1);
    expect(texts.indexOf('高铁二等座，可报销。')).toBeGreaterThan(texts.indexOf('每晚不超过五百元。'));
    expect(document?.passages.map(({ n }) => n)).toEqual(document?.passages.map((_, at) => at + 1));
    expect(document?.passages.at(-1)?.place.headings?.[0]).toBe('差旅制度');
    expect((await api(bff.url, undefined, '/api/about')).body).toMatchObject({ knowledge: true });
  });

  it('take nothing more of what their user may store', async () => {
    const token = await bff.token(randomUUID());
    const { id } = await uploaded(bff, token, '一.txt', 'x'.repeat(QUOTA - 100));
    await readyOf(token, id);
    await sent(bff, token, id);
    await until(bff, token, 'ready');
    expect(await uploaded(bff, token, '二.txt', 'y'.repeat(100))).toMatchObject({ bytes: 100 });
    expect((await upload(bff, token, [{ name: '三.txt', content: 'z' }])).body.code).toBe('too_large');
  });
});
