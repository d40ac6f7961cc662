import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../src/config';
import { createFolderStore } from '../src/features/files/folder-store';
import { s3OriginOf } from '../src/features/files/s3-client';
import { createS3Store } from '../src/features/files/s3-store';
import type { FileStore } from '../src/features/files/store';
import { createLogger } from '../src/logger';
import { startS3Server } from '@huati/local/s3';

interface Tried {
  store: FileStore;
  /** Ids of all that is stored. */
  ids(): Promise<string[]>;
  close(): Promise<void>;
}

/** Far more than a stream holds. */
const LARGE = 19 * 1024 * 1024 + 7;

async function inFolder(): Promise<Tried> {
  const folder = await mkdtemp(join(tmpdir(), 'huati-store-'));
  return {
    store: createFolderStore(folder),
    ids: async () => {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

async function inS3(): Promise<Tried & { copies: string }> {
  const own = await startS3Server();
  const copies = await mkdtemp(join(tmpdir(), 'huati-copies-'));
  const { s3 } = readConfig({ LLM_BASE_URL: 'http://127.0.0.1:1', ...own.env });
  if (!s3) throw new Error('no S3 in the settings');
  const store = createS3Store({ settings: s3, copiesFolder: copies, logger: createLogger('silent') });
  return {
    store,
    copies,
    ids: async () => (await own.keys()).map((key) => key.replace('files/', '')),
    close: async () => {
      await store.close();
      await own.close();
      await rm(copies, { recursive: true, force: true });
    },
  };
}

describe.each([
  { name: 'a folder', open: inFolder },
  { name: 'S3', open: inS3 },
])('contents in $name', ({ open }) => {
  let tried: Tried;
  beforeAll(async () => {
    tried = await open();
  });
  afterAll(() => tried.close());

  it('come back as they went, whole and in parts', async () => {
    const { store } = tried;
    const id = randomUUID();
    await store.put(id, Readable.from([Buffer.from('床前明月光，'), Buffer.from('疑是地上霜。')]), 36);
    expect(await text(await store.open(id))).toBe('床前明月光，疑是地上霜。');
    expect(await text(await store.open(id, { start: 3, end: 8 }))).toBe('前明');
    const large = randomBytes(LARGE);
    const largeId = randomUUID();
    await store.put(largeId, Readable.from([large.subarray(0, 6_000_001), large.subarray(6_000_001)]), LARGE);
    expect((await buffer(await store.open(largeId))).equals(large)).toBe(true);
    const last = await buffer(await store.open(largeId, { start: LARGE - 5, end: LARGE - 1 }));
    expect(last.equals(large.subarray(-5))).toBe(true);
  });

  it('are files of this machine while they are read', async () => {
    const { store } = tried;
    const id = randomUUID();
    await store.put(id, Readable.from([Buffer.from('举头望明月')]), 15);
    const [one, two] = await Promise.all([store.local(id), store.local(id)]);
    expect(await readFile(one.path, 'utf8')).toBe('举头望明月');
    await one.release();
    await one.release();
    expect(await readFile(two.path, 'utf8')).toBe('举头望明月');
    await two.release();
    await expect(store.local(randomUUID())).rejects.toThrow();
  });

  it('leave nothing where they break off, early or late', async () => {
    const { store, ids } = tried;
    const before = (await ids()).sort();
    for (const length of [10, LARGE]) {
      const broken = Readable.from(
        (async function* () {
          yield await Promise.resolve(randomBytes(length));
          throw new Error('broken off');
        })(),
      );
      await expect(store.put(randomUUID(), broken, length + 10)).rejects.toThrow('broken off');
    }
    expect((await ids()).sort()).toEqual(before);
  });

  it('are gone when they are removed, and that is all the same where they were not there', async () => {
    const { store, ids } = tried;
    const id = randomUUID();
    await store.put(id, Readable.from([Buffer.from('低头思故乡')]), 15);
    expect(await ids()).toContain(id);
    await store.remove(id);
    expect(await ids()).not.toContain(id);
    await store.remove(id);
    await expect(store.open(id)).rejects.toThrow();
  });
});

describe('contents that clients write to S3 themselves', () => {
  it('have exactly the length that was signed, and their copies go', async () => {
    const { store, copies, close } = await inS3();
    try {
      const id = randomUUID();
      const body = Buffer.from('直接放进去的');
      const place = await store.direct?.place(id, body.length, 60);
      if (!place) throw new Error('S3 takes nothing from clients');
      expect(place.method).toBe('PUT');
      expect(new URL(place.url).searchParams.get('X-Amz-SignedHeaders')).toContain('content-length');
      expect(await store.direct?.size(id)).toBeUndefined();
      const put = (bytes: Buffer) => fetch(place.url, { method: 'PUT', body: new Uint8Array(bytes) });
      expect((await put(body)).status).toBe(200);
      expect(await store.direct?.size(id)).toBe(body.length);
      const content = await store.local(id);
      expect(await readFile(content.path, 'utf8')).toBe('直接放进去的');
      await content.release();
      expect(await readdir(copies)).toHaveLength(1);
      await store.remove(id);
      expect(await readdir(copies)).toEqual([]);
    } finally {
      await close();
    }
  });
});

describe('the origin that browsers are let send to', () => {
  it.each([
    ['https://s3.eu-west-1.amazonaws.com', { S3_REGION: 'eu-west-1' }],
    ['https://s3.cn-north-1.amazonaws.com.cn', { S3_REGION: 'cn-north-1' }],
    ['https://minio.example:9000', { S3_ENDPOINT: 'https://minio.example:9000/below' }],
  ])('is %s', async (origin, env) => {
    const keys = { S3_BUCKET: 'huati', S3_ACCESS_KEY_ID: 'a', S3_SECRET_ACCESS_KEY: 'b' };
    const { s3 } = readConfig({ LLM_BASE_URL: 'http://127.0.0.1:1', ...keys, ...env });
    if (!s3) throw new Error('no S3 in the settings');
    expect(s3OriginOf(s3)).toBe(origin);
    const store = createS3Store({ settings: s3, copiesFolder: tmpdir(), logger: createLogger('silent') });
    const place = await store.direct?.place('an id', 3, 60);
    expect(new URL(place?.url ?? '').origin).toBe(origin);
    await store.close();
  });
});
