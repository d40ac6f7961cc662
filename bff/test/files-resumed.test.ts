import { randomUUID } from 'node:crypto';
import { readFile, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Attachment } from '@huati/shared';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { IDLE_MS, OPEN_MAX } from '../src/features/files/partial-uploads';
import { api } from './client';
import { databases } from './databases';
import { startBff, startSecond, type Bff } from './harness';
import { tus } from './tus';
import { settled, storedFiles, uploaded } from './uploads';

const LIMIT = 300_000;
const TEXT = Buffer.from(Array.from({ length: 3000 }, (_, n) => `第${n}行：继续上传。`).join('\n'));
const bytes = (from: number, to?: number) => new Uint8Array(TEXT.subarray(from, to));

describe.each(databases)('uploads that go on after a cut, on $name', ({ prepare }) => {
  let bff: Bff;
  let token: string;
  beforeAll(async () => {
    bff = await startBff({
      UPLOADS_PER_MINUTE: '0',
      UPLOAD_MAX_BYTES: String(LIMIT),
      CORS_ORIGINS: 'https://chat.example',
      ...(await prepare()),
    });
  });
  afterAll(() => bff.close());
  beforeEach(async () => {
    token = await bff.token(randomUUID());
  });

  const begun = async (name = '长文.txt', length = TEXT.length) => {
    const user = tus(bff.url, token);
    const { status, headers } = await user.create(name, length);
    expect(status).toBe(201);
    return { ...user, path: headers.get('location') ?? '', headers };
  };
  const partial = () => readdir(join(bff.env.DATA_DIR ?? '', 'uploads-partial'));

  it('are an attachment of the same id as soon as the last byte is there', async () => {
    const { path, patch, head, attachment, headers } = await begun('../季度\u202e报告.txt');
    expect(path).toMatch(/^\/api\/tus\/[0-9a-f-]{36}$/);
    expect(Date.parse(headers.get('upload-expires') ?? '')).toBeGreaterThan(Date.now() + 23 * 3600 * 1000);
    expect((await patch(path, 0, bytes(0, 30_000))).headers.get('upload-offset')).toBe('30000');
    expect((await head(path)).headers.get('upload-offset')).toBe('30000');
    expect((await attachment(path)).status).toBe(404);
    expect((await patch(path, 10, bytes(10, 20))).status).toBe(409);
    await bff.restart();
    const again = tus(bff.url, token);
    const { headers: kept } = await again.head(path);
    expect([kept.get('upload-offset'), kept.get('upload-length')]).toEqual(['30000', String(TEXT.length)]);
    expect((await again.patch(path, 30_000, bytes(30_000))).status).toBe(204);
    const { attachment: file } = (await again.attachment(path)).body as { attachment: Attachment };
    expect(file).toMatchObject({ id: path.split('/').at(-1), name: '季度报告.txt', bytes: TEXT.length });
    expect(await settled(bff, token, file)).toMatchObject({ status: 'ready', mime: 'text/plain' });
    const content = await fetch(`${bff.url}/api/uploads/${file.id}/content`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(Buffer.from(await content.arrayBuffer()).equals(TEXT)).toBe(true);

    // Its client may not have heard that it was whole.
    expect((await again.patch(path, 30_000, bytes(30_000))).status).toBe(409);
    expect((await again.patch(path, TEXT.length, new Uint8Array())).status).toBe(204);
    expect((await again.head(path)).headers.get('upload-offset')).toBe(String(TEXT.length));
    expect((await api(bff.url, token, '/api/uploads')).body).toMatchObject({ items: [{ id: file.id }] });
    expect(await partial()).toEqual([]);
  });

  it('are nobody else’s, and can be given up', async () => {
    const { path, patch, head, remove } = await begun();
    await patch(path, 0, bytes(0, 100));
    const other = tus(bff.url, await bff.token(randomUUID()));
    for (const reply of [
      await other.head(path),
      await other.patch(path, 100, bytes(100)),
      await other.remove(path),
      await other.head('/api/tus/..%2F..%2Fhuati.db'),
      await other.head(`/api/tus/${randomUUID()}`),
    ]) {
      expect(reply.status).toBe(404);
    }
    expect((await tus(bff.url, 'wrong').head(path)).status).toBe(401);
    expect((await tus(bff.url, 'wrong').create('a.txt', 1)).status).toBe(401);
    expect((await head(path)).headers.get('upload-offset')).toBe('100');
    expect((await remove(path)).status).toBe(204);
    expect((await head(path)).status).toBe(404);
    expect(await partial()).toEqual([]);
  });

  it('are refused as others are, and leave nothing', async () => {
    const before = await storedFiles(bff);
    const user = tus(bff.url, token);
    expect((await user.create('大.txt', LIMIT + 1)).body).toMatchObject({ code: 'too_large' });
    const { path, patch } = await begun('坏.txt', 200);
    expect((await patch(path, 0, bytes(0, 300))).status).toBe(413);
    const garbage = Uint8Array.from({ length: 3000 }, (_, n) => (n * 7919 + (n >> 3) * 31) % 256);
    const { path: garbled } = await begun('乱.txt', garbage.length);
    const refused = await patch(garbled, 0, garbage);
    expect([refused.status, refused.body]).toMatchObject([415, { code: 'unsupported_type' }]);
    // It is forgotten once its refusal was sent.
    await expect.poll(async () => (await user.head(garbled)).status).toBe(404);
    expect((await user.remove(path)).status).toBe(204);
    expect(await partial()).toEqual([]);
    expect(await storedFiles(bff)).toEqual(before);
  });

  it('go on in another process, and are finished by whoever is asked where one died before that', async () => {
    const second = await startSecond(bff, { DATA_DIR: bff.env.DATA_DIR ?? '' });
    try {
      const { path, patch } = await begun('两处.txt');
      await patch(path, 0, bytes(0, 5000));
      const there = tus(second.url, token);
      const patches = await Promise.all([there.patch(path, 5000, bytes(5000)), patch(path, 5000, bytes(5000))]);
      expect(patches.map(({ status }) => status)).toContain(204);
      expect((await there.head(path)).headers.get('upload-offset')).toBe(String(TEXT.length));
      const list = (await api(second.url, token, '/api/uploads')).body as { items: Attachment[] };
      expect(list.items).toMatchObject([{ id: path.split('/').at(-1), bytes: TEXT.length }]);
      expect(await partial()).toEqual([]);
    } finally {
      await second.close();
    }
  });

  it('are not begun past what is asked of those', async () => {
    const { path, patch } = await begun();
    await patch(path, 0, bytes(0, 100));
    const there = (await partial()).length;
    for (const method of ['POST', 'PUT', 'GET']) {
      const { status } = await fetch(new URL(path, bff.url), {
        method,
        headers: { authorization: `Bearer ${token}`, 'tus-resumable': '1.0.0', 'upload-length': '5' },
      });
      expect([method, status]).toEqual([method, 404]);
    }
    expect(await partial()).toHaveLength(there);
    await tus(bff.url, token).remove(path);
  });

  it('are at most twenty at once, of which those that were left lying give way', async () => {
    const user = tus(bff.url, token);
    const paths: string[] = [];
    for (let n = 0; n < OPEN_MAX; n += 1) paths.push((await begun()).path);
    expect((await user.create('多.txt', 3)).body).toMatchObject({ code: 'rate_limited' });
    expect((await tus(bff.url, await bff.token(randomUUID())).create('他.txt', 3)).status).toBe(201);
    const old = paths[7] ?? '';
    const past = new Date(Date.now() - IDLE_MS - 1000);
    await utimes(join(bff.env.DATA_DIR ?? '', 'uploads-partial', old.split('/').at(-1) ?? ''), past, past);
    expect((await user.create('多.txt', 3)).status).toBe(201);
    expect((await user.head(old)).status).toBe(404);
    expect((await user.head(paths[0] ?? '')).status).toBe(200);
    for (const name of await partial()) await rm(join(bff.env.DATA_DIR ?? '', 'uploads-partial', name));
  });

  it('leave nothing once they are whole, also where they come with their creation, and stay gone', async () => {
    const create = (body: Uint8Array<ArrayBuffer>) =>
      fetch(`${bff.url}/api/tus`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'tus-resumable': '1.0.0',
          'upload-length': String(body.length),
          'content-type': 'application/offset+octet-stream',
        },
        body,
      });
    const created = await create(bytes(0));
    expect(created.status).toBe(201);
    expect((await create(Uint8Array.from({ length: 3000 }, (_, n) => (n * 7919 + (n >> 3) * 31) % 256))).status).toBe(
      415,
    );
    await expect.poll(partial).toEqual([]);
    const path = created.headers.get('location') ?? '';
    const user = tus(bff.url, token);
    expect((await user.head(path)).headers.get('upload-offset')).toBe(String(TEXT.length));
    // A process died before it took away what had come.
    const at = join(bff.env.DATA_DIR ?? '', 'uploads-partial', path.split('/').at(-1) ?? '');
    const { path: other } = await begun();
    const info = await readFile(
      join(bff.env.DATA_DIR ?? '', 'uploads-partial', `${other.split('/').at(-1)}.json`),
      'utf8',
    );
    await user.remove(other);
    await writeFile(`${at}.json`, info);
    await writeFile(at, TEXT);
    expect((await api(bff.url, token, `/api/uploads/${path.split('/').at(-1)}`, { method: 'DELETE' })).status).toBe(
      204,
    );
    expect((await user.head(path)).status).toBe(404);
    expect((await api(bff.url, token, '/api/uploads')).body).toMatchObject({ items: [] });
    expect(await partial()).toEqual([]);
  });

  it('are tidied a day after their last byte, and nothing younger is', async () => {
    const [old, young] = [await begun(), await begun()];
    await old.patch(old.path, 0, bytes(0, 10));
    const names = (await partial()).filter((name) => name.startsWith(old.path.split('/').at(-1) ?? '-'));
    expect(names).toHaveLength(2);
    const yesterday = new Date(Date.now() - 25 * 3600 * 1000);
    for (const name of names) await utimes(join(bff.env.DATA_DIR ?? '', 'uploads-partial', name), yesterday, yesterday);
    await bff.restart();
    await expect.poll(async () => (await partial()).length).toBe(2);
    const user = tus(bff.url, token);
    expect((await user.head(old.path)).status).toBe(404);
    expect((await user.head(young.path)).status).toBe(200);
    await user.remove(young.path);
  });

  it('tell pages of other origins what they need', async () => {
    const origin = 'https://chat.example';
    const preflight = await fetch(`${bff.url}/api/tus`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'tus-resumable' },
    });
    expect(preflight.headers.get('access-control-allow-origin')).toBe(origin);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('tus-resumable');
    const created = await fetch(`${bff.url}/api/tus`, {
      method: 'POST',
      headers: { origin, authorization: `Bearer ${token}`, 'tus-resumable': '1.0.0', 'upload-length': '5' },
    });
    expect(created.status).toBe(201);
    expect(created.headers.get('access-control-allow-origin')).toBe(origin);
    expect(created.headers.get('access-control-expose-headers')).toContain('Location');
    const evil = await fetch(`${bff.url}/api/about`, { headers: { origin: 'https://evil.example' } });
    expect(evil.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe.each(databases)('what one user may store, on $name', ({ prepare }) => {
  it('is told, and refused beyond it, whichever way it comes', async () => {
    const bff = await startBff({ UPLOAD_QUOTA_BYTES: '1000', UPLOADS_PER_MINUTE: '0', ...(await prepare()) });
    try {
      const token = await bff.token();
      const put = (name: string, text: string) => uploaded(bff, token, name, text);
      const first = await put('一.txt', '甲'.repeat(200));
      await put('同一.txt', '甲'.repeat(200));
      expect((await api(bff.url, token, '/api/uploads?limit=1')).body).toMatchObject({
        usedBytes: 600,
        quotaBytes: 1000,
        items: [{ name: '同一.txt' }],
        nextCursor: expect.any(String) as unknown,
      });
      await expect(put('二.txt', '乙'.repeat(200))).rejects.toThrow(/too_large.*1000.*1200/);
      const user = tus(bff.url, token);
      expect((await user.create('二.txt', 401)).body).toMatchObject({ code: 'too_large' });
      const { headers } = await user.create('二.txt', 399);
      const path = headers.get('location') ?? '';
      expect((await user.create('三.txt', 2)).body).toMatchObject({ code: 'too_large' });
      await put('三.txt', '丙'.repeat(30));
      const refused = await user.patch(path, 0, new Uint8Array(Buffer.from('丁'.repeat(133))));
      expect([refused.status, refused.body]).toMatchObject([413, { code: 'too_large' }]);
      await api(bff.url, token, `/api/uploads/${first.id}`, { method: 'DELETE' });
      expect((await api(bff.url, token, '/api/uploads')).body).toMatchObject({ usedBytes: 690 });
      const many = await Promise.allSettled(['戊', '己', '庚', '辛'].map((name) => put(name, name.repeat(100))));
      expect(many.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect((await storedFiles(bff)).length).toBe(3);
      expect(await storedFiles(bff, 'uploads')).toEqual([]);
    } finally {
      await bff.close();
    }
  });
});
