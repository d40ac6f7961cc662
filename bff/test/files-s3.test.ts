import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Attachment, DirectUpload } from '@huati/shared';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { api } from './client';
import { databases } from './databases';
import { startBff, type Bff } from './harness';
import { startS3Server, type S3Server } from '@huati/local/s3';
import { settled, upload, uploaded } from './uploads';

describe.each(databases)('files in S3 on $name', ({ prepare }) => {
  let bff: Bff;
  let s3: S3Server;
  let token: string;
  beforeAll(async () => {
    s3 = await startS3Server();
    const limits = { UPLOADS_PER_MINUTE: '0', UPLOAD_MAX_BYTES: '100000', UPLOAD_QUOTA_BYTES: '150000' };
    bff = await startBff({ EXTRACT_THREADS: '1', ...limits, ...s3.env, ...(await prepare()) });
  });
  afterAll(async () => {
    await bff.close();
    await s3.close();
  });
  beforeEach(async () => {
    token = await bff.token(randomUUID());
  });

  const post = (path: string, body: unknown = {}) => api(bff.url, token, path, { method: 'POST', body });
  const place = async (name: string, content: string) => {
    const { status, body } = await post('/api/uploads/direct', { name, bytes: Buffer.byteLength(content) });
    expect(status).toBe(201);
    return body as DirectUpload;
  };
  const put = (url: string, content: string) => fetch(url, { method: 'PUT', body: content });
  const complete = (id: string) => post(`/api/uploads/direct/${id}`);
  const textOf = async (id: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${bff.url}/api/uploads/${id}/content`, {
      headers: { authorization: `Bearer ${token}`, ...headers },
    });
    return response.text();
  };

  it('are stored, read, given back in parts and deleted there', async () => {
    const before = await s3.keys();
    const file = await uploaded(bff, token, '云上.txt', '存在云上的文字');
    expect(file.status).toBe('ready');
    expect(await s3.keys()).toHaveLength(before.length + 1);
    expect(await readdir(join(bff.env.DATA_DIR ?? ''))).not.toContain('files');
    expect(await textOf(file.id)).toBe('存在云上的文字');
    expect(await textOf(file.id, { range: 'bytes=3-8' })).toBe('在云');
    expect((await upload(bff, token, [{ name: '空.txt', content: '' }])).body.code).toBe('invalid');
    await api(bff.url, token, `/api/uploads/${file.id}`, { method: 'DELETE' });
    expect(await s3.keys()).toEqual(before);
  });

  it('go straight there, and are what was there when they were told to be', async () => {
    expect((await api(bff.url, undefined, '/api/about')).body).toMatchObject({ uploads: { direct: true } });
    const text = `直接上传的内容${randomUUID()}`;
    const { id, url, method, headers } = await place('../直传.txt', text);
    expect(method).toBe('PUT');
    expect(headers).toEqual({ 'Content-Length': String(Buffer.byteLength(text)) });
    expect((await api(bff.url, token, `/api/uploads/${id}`)).status).toBe(404);
    expect((await complete(id)).body).toMatchObject({ code: 'invalid' });
    expect((await put(url, text)).status).toBe(200);
    const other = await api(bff.url, await bff.token(randomUUID()), `/api/uploads/direct/${id}`, { method: 'POST' });
    expect(other.status).toBe(404);
    const done = await complete(id);
    const { attachment } = done.body as { attachment: Attachment };
    expect([done.status, attachment]).toMatchObject([201, { id, name: '直传.txt', mime: 'text/plain' }]);
    expect(await settled(bff, token, attachment)).toMatchObject({ status: 'ready', passages: 1 });
    expect((await complete(id)).body).toMatchObject({ attachment: { id } });
    // The place is still open to whoever knows it.
    await put(url, '改'.repeat(text.length).slice(0, text.length));
    expect(await textOf(id)).toBe(text);
    const same = await uploaded(bff, await bff.token(randomUUID()), '同样.txt', text);
    expect(same.sha256).toBe(attachment.sha256);
  });

  it('are refused and gone where they are not what was said, or not taken', async () => {
    const before = await s3.keys();
    const refused = async (name: string, said: string, sent: string) => {
      const { id, url } = await place(name, said);
      await put(url, sent);
      const { body } = await complete(id);
      expect((await complete(id)).status).toBe(404);
      return (body as { code: string }).code;
    };
    expect(await refused('长.txt', '短', '比说的长')).toBe('invalid');
    expect(await refused('假.pdf', '\0\0\0', '\0\0\0')).toBe('unsupported_type');
    expect((await post('/api/uploads/direct', { name: 'a', bytes: 100_001 })).body).toMatchObject({
      code: 'too_large',
    });
    expect((await post('/api/uploads/direct', { name: 'a', bytes: 0 })).body).toMatchObject({ code: 'invalid' });
    expect((await post('/api/uploads/direct', { name: 7 })).body).toMatchObject({ code: 'invalid' });
    const held = await place('占.txt', '占'.repeat(30_000));
    expect((await post('/api/uploads/direct', { name: 'a', bytes: 70_000 })).body).toMatchObject({
      code: 'too_large',
    });
    await put(held.url, '占'.repeat(30_000));
    expect((await api(bff.url, token, `/api/uploads/${held.id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await complete(held.id)).status).toBe(404);
    expect(await s3.keys()).toEqual(before);
  });

  it('are no part of what one has, where their place was open and is no more', async () => {
    const { id } = await place('没来.txt', '占'.repeat(30_000));
    const bytes = async () => ((await api(bff.url, token, '/api/uploads')).body as { usedBytes: number }).usedBytes;
    expect(await bytes()).toBe(90_000);
    const { kysely } = await bff.database();
    const past = { created_at: Date.now() - 61 * 60_000 };
    const of = kysely.selectFrom('attachments').select('file_id').where('id', '=', id);
    await kysely.updateTable('files').set(past).where('id', 'in', of).execute();
    expect(await bytes()).toBe(0);
    await api(bff.url, token, `/api/uploads/${id}`, { method: 'DELETE' });
    await kysely.deleteFrom('files').where('sha256', 'is', null).execute();
  });

  it('are tidied where nobody told that they were there', async () => {
    const before = await s3.keys();
    const { id, url } = await place('忘了.txt', '忘了说');
    await put(url, '忘了说');
    const [key] = (await s3.keys()).filter((one) => !before.includes(one));
    expect(key).toBeDefined();
    const { kysely } = await bff.database();
    const old = { created_at: Date.now() - 25 * 3600 * 1000 };
    await kysely.updateTable('attachments').set(old).where('id', '=', id).execute();
    await kysely.updateTable('files').set(old).where('sha256', 'is', null).execute();
    await bff.restart();
    await expect.poll(() => s3.keys(), { timeout: 30_000 }).not.toContain(key);
    expect((await complete(id)).status).toBe(404);
    await expect
      .poll(() => kysely.selectFrom('files').select('id').where('sha256', 'is', null).execute(), { timeout: 30_000 })
      .toEqual([]);
  });
});
