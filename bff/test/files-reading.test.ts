import { randomUUID } from 'node:crypto';
import type { Attachment, Page, Passage } from '@huati/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { api } from './client';
import { databases } from './databases';
import { startBff, type Bff } from './harness';
import { settled, upload, uploaded } from './uploads';

describe.each(databases)('reading files on $name', ({ prepare }) => {
  let bff: Bff;
  let token: string;
  beforeAll(async () => {
    bff = await startBff({ UPLOADS_PER_MINUTE: '0', ...(await prepare()) });
    token = await bff.token(randomUUID());
  });
  afterAll(() => bff.close());

  const get = async (path: string) => (await api(bff.url, token, path)).body;

  it('reads a text into passages, and gives them in pages', async () => {
    const lines = Array.from({ length: 300 }, (_, n) => `## 第${n + 1}节\n\n本节讲述第${n + 1}件事，共${n * 7}元。\n`);
    const file = await uploaded(bff, token, '细则.md', lines.join('\n'));
    expect(file).toMatchObject({ status: 'ready', mime: 'text/markdown', name: '细则.md' });
    const all: Passage[] = [];
    let cursor = '';
    do {
      const page = (await get(`/api/uploads/${file.id}/passages?limit=7${cursor}`)) as Page<Passage>;
      expect(page.items.length).toBeLessThanOrEqual(7);
      all.push(...page.items);
      cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
    } while (cursor !== '');
    expect(all.map(({ n }) => n)).toEqual(all.map((_, index) => index + 1));
    expect(all).toHaveLength(file.passages ?? 0);
    const whole = all.map(({ text }) => text).join('\n');
    for (const n of [1, 150, 300]) expect(whole).toContain(`本节讲述第${n}件事，共${(n - 1) * 7}元。`);
    expect(all.find(({ text }) => text.includes('讲述第150件事'))?.place.lines).toBeDefined();
  });

  it('tells why nothing can be read, and reads it again when asked', async () => {
    const { body } = await upload(bff, token, [{ name: '坏.pdf', content: `%PDF-1.7\n${randomUUID()} 不是 PDF` }]);
    const failed = await settled(bff, token, body.attachment as Attachment);
    expect(failed).toMatchObject({ status: 'failed', error: { code: 'unreadable', reason: 'broken' } });
    const retried = await api(bff.url, token, `/api/uploads/${failed.id}/retry`, { method: 'POST' });
    expect(retried.status).toBe(202);
    expect(retried.body).toMatchObject({ attachment: { id: failed.id, status: 'processing', progress: 0 } });
    expect(await settled(bff, token, failed)).toMatchObject({ status: 'failed', error: { reason: 'broken' } });
  });
});
