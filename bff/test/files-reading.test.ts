import { randomUUID } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Attachment, Page, Passage } from '@huati/shared';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { questionWithEvidence } from '../src/features/evidence/in-prompt';
import { LEASE_MS } from '../src/features/files/reading.repository';
import { pause } from '../src/pause';
import { api } from './client';
import { databases } from './databases';
import { startBff, type Bff } from './harness';
import { startProcess } from './process';
import { settled, storedFiles, upload, uploaded } from './uploads';
import { zipBomb } from './zip-bomb';

/** How often it is looked for what others left, in ms: ten times as often as the product does. */
const LOOK_MS = 200;

describe.each(databases)('reading files on $name', ({ prepare }) => {
  let bff: Bff;
  let token: string;
  beforeAll(async () => {
    const env = { UPLOADS_PER_MINUTE: '0', EXTRACT_THREADS: '1', LOG_LEVEL: 'error', ...(await prepare()) };
    bff = await startBff(env, {}, { readingLookMs: LOOK_MS });
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

  const row = async (sha256: string) => {
    const { kysely } = await bff.database();
    return kysely.selectFrom('files').selectAll().where('sha256', '=', sha256).executeTakeFirstOrThrow();
  };
  const forgetReading = async (file: Attachment, change: { read_tries: number; read_until: number | null }) => {
    const { kysely } = await bff.database();
    await kysely
      .deleteFrom('file_passages')
      .where('file_id', '=', (await row(file.sha256)).id)
      .execute();
    await kysely
      .updateTable('files')
      .set({ status: 'processing', passages: null, read_by: 'a process that died', ...change })
      .where('sha256', '=', file.sha256)
      .execute();
  };

  it('reads what a dead process began, at most three times', async () => {
    const file = await uploaded(bff, token, '遗留.txt', `别人读了一半。${randomUUID()}`);
    await forgetReading(file, { read_tries: 2, read_until: 1 });
    expect(await settled(bff, token, file)).toEqual(file);
    expect(await row(file.sha256)).toMatchObject({ read_tries: 3, read_by: null });
    await forgetReading(file, { read_tries: 3, read_until: 1 });
    expect(await settled(bff, token, file)).toMatchObject({ status: 'failed', error: { reason: 'broken' } });
    await api(bff.url, token, `/api/uploads/${file.id}/retry`, { method: 'POST' });
    expect(await settled(bff, token, file)).toEqual(file);
  });

  it('waits for a storage that is away, however often that keeps a file from being read', async () => {
    const file = await uploaded(bff, token, '等存储.txt', `存储不在的时候。${randomUUID()}`);
    const { id } = await row(file.sha256);
    const at = join(bff.env.DATA_DIR ?? '', 'files', id.slice(-2), id);
    await rename(at, `${at}.away`);
    await forgetReading(file, { read_tries: 0, read_until: null });
    const failed = () => bff.logs.filter((line) => line.includes(id) && line.includes('reading a file failed'));
    await vi.waitFor(() => expect(failed().length).toBeGreaterThanOrEqual(3));
    // It may just be tried once more, and is given back then.
    const waiting = { status: 'processing', read_tries: 0, read_by: null };
    await vi.waitFor(async () => expect(await row(file.sha256)).toMatchObject(waiting));
    await rename(`${at}.away`, at);
    expect(await settled(bff, token, file)).toEqual(file);
    expect(await row(file.sha256)).toMatchObject({ read_tries: 1 });
  });

  it('tells where there is more in a file than is read', async () => {
    const file = await uploaded(bff, token, '太长.txt', `${randomUUID()}\n${'说了又说的话。\n'.repeat(130_000)}`);
    expect(file).toMatchObject({ status: 'ready', cut: true });
    const given = (cut: boolean) => {
      const files = [{ id: file.id, name: file.name, given: 'all' as const, cut }];
      return questionWithEvidence({ id: randomUUID(), text: '说了什么？' }, { files, sources: [] });
    };
    expect(given(true)).toMatch(/太长\.txt.*\nOf this file only a part was read/);
    expect(given(false)).not.toContain('only a part was read');
  });

  it('does not take what another process is reading', async () => {
    const file = await uploaded(bff, token, '正读.txt', `别人还在读。${randomUUID()}`);
    await forgetReading(file, { read_tries: 1, read_until: Date.now() + 3600_000 });
    await bff.restart();
    await pause(3 * LOOK_MS);
    expect(await row(file.sha256)).toMatchObject({ status: 'processing', read_by: 'a process that died' });
    const { body } = await api(bff.url, token, `/api/uploads/${file.id}/passages`);
    expect(body).toMatchObject({ items: [], nextCursor: null });
    await forgetReading(file, { read_tries: 0, read_until: null });
    expect(await settled(bff, token, file)).toEqual(file);
  });

  it('gives back what it reads when it goes down, without counting it as a try', async () => {
    const text = `${randomUUID()}\n${'一段很长的话，说了许多事情。\n'.repeat(60_000)}`;
    const { body } = await upload(bff, token, [{ name: '长.txt', content: text }]);
    const { id, sha256 } = body.attachment as Attachment;
    await bff.restart();
    expect(await settled(bff, token, { id })).toMatchObject({ status: 'ready' });
    expect(await row(sha256)).toMatchObject({ read_tries: 1, read_by: null, read_until: null });
    expect(await api(bff.url, token, `/api/uploads/${id}`, { method: 'DELETE' })).toMatchObject({ status: 204 });
  });

  it('goes on in another process where one is killed in the middle', async () => {
    const killed = await startProcess(bff);
    const content = `${randomUUID()}\n${'第一段：被杀掉的进程没有读完。\n\n'.repeat(20_000)}`;
    const { kysely } = await bff.database();
    const leaseUntil = (fileId: string, time: number) =>
      kysely.updateTable('files').set({ read_until: time }).where('id', '=', fileId).execute();
    const dead = { file: '', sha256: '', reader: '' };
    let attachment: Attachment | undefined;
    // Nobody else is there who could begin to read it.
    await bff.restart(async () => {
      const since = Date.now();
      attachment = (await upload(killed, token, [{ name: '续.txt', content }])).body.attachment;
      const { id, read_by, read_until } = await row(attachment?.sha256 ?? '');
      await killed.kill();
      expect(read_until).toBeGreaterThanOrEqual(since + LEASE_MS);
      expect(read_until).toBeLessThanOrEqual(Date.now() + LEASE_MS);
      Object.assign(dead, { file: id, sha256: attachment?.sha256, reader: read_by });
      // However slowly this goes on, the lease holds until it is said to have ended.
      await leaseUntil(id, Date.now() + 20 * LEASE_MS);
    });
    await pause(3 * LOOK_MS);
    expect(await row(dead.sha256)).toMatchObject({ status: 'processing', read_by: dead.reader, read_tries: 1 });
    await leaseUntil(dead.file, Date.now() + 500);
    expect(await settled(bff, token, { id: attachment?.id ?? '' })).toMatchObject({ status: 'ready' });
    expect(await row(dead.sha256)).toMatchObject({ read_tries: 2 });
  });

  it('deletes what is just being read, and nothing is left of it', async () => {
    const text = `${randomUUID()}\n${'读到一半就删掉。\n'.repeat(90_000)}`;
    const { body } = await upload(bff, token, [{ name: '删.txt', content: text }]);
    const { id, sha256 } = body.attachment as Attachment;
    const { id: fileId } = await row(sha256);
    expect((await api(bff.url, token, `/api/uploads/${id}`, { method: 'DELETE' })).status).toBe(204);
    await pause(500);
    const { kysely } = await bff.database();
    expect(await kysely.selectFrom('files').select('id').where('id', '=', fileId).execute()).toEqual([]);
    expect(await kysely.selectFrom('file_passages').select('n').where('file_id', '=', fileId).execute()).toEqual([]);
    expect(await storedFiles(bff)).not.toContain(fileId);
  });

  it('keeps nothing of a bomb but why it cannot be read', async () => {
    const bomb = zipBomb();
    await pause(100);
    expect(await uploaded(bff, token, '炸弹.docx', bomb)).toMatchObject({
      status: 'failed',
      error: { code: 'unreadable', reason: expect.stringMatching(/bomb|too_heavy|too_slow|broken/) as unknown },
    });
  });
});
