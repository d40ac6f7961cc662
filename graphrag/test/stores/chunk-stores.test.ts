import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MilvusClient } from '@zilliz/milvus2-sdk-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChunkStore } from '../../src/stores/chunk-store';
import { createMemoryChunks } from '../../src/stores/memory-chunks';
import { createMilvusChunks } from '../../src/stores/milvus-chunks';
import { chunk, chunkSuite, vector } from './chunk-suite';
import { services } from './config';
import { startScriptedMilvus, type ScriptedMilvus } from './scripted-milvus';
import { wanting } from './wanting';

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true });
});

async function newFolder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'huati-chunks-'));
  folders.push(dir);
  return dir;
}

describe('chunks in memory', () => {
  chunkSuite(() => createMemoryChunks({ model: 'm' }));
});

describe('chunks in memory, opened again after each change', () => {
  chunkSuite(async () => reopening(await newFolder()));
});

describe('another embedding model', () => {
  it('by name or length has vectors of its own', async () => {
    const dir = await newFolder();
    const first = await createMemoryChunks({ dir, model: 'm' });
    await first.put([chunk('d', 1, { vector: vector(1, 0, 0) }), chunk('d', 2, { vector: vector(0, 1, 0) })]);
    await first.close();

    const second = await createMemoryChunks({ dir, model: 'm2' });
    expect(await second.withoutVector(5)).toEqual(['d#1', 'd#2']);
    expect(await second.alike(vector(1, 0, 0), { owner: '' }, 5)).toEqual([]);
    await second.put([chunk('d', 1, { vector: vector(1, 0, 0) })]);
    await second.put([chunk('d', 2, { vector: vector(1, 0) })]);
    expect(await second.withoutVector(5)).toEqual(['d#1']);
    expect(await second.alike(vector(1, 0, 0), { owner: '' }, 5)).toEqual([]);
    expect(await second.alike(vector(1, 0), { owner: '' }, 5)).toMatchObject([{ chunkId: 'd#2' }]);
    await second.close();

    const third = await createMemoryChunks({ dir, model: 'm2' });
    expect(await third.withoutVector(5)).toEqual(['d#1']);
    expect(await third.get(['d#1'], { owner: '' })).toEqual([chunk('d', 1)]);
    await third.close();
  });
});

describe('chunks over the wire of Milvus', () => {
  let milvus: ScriptedMilvus;
  beforeAll(async () => {
    milvus = await startScriptedMilvus();
  });
  afterAll(() => milvus.close());
  const settingsFor = (model: string, length: number) => ({
    url: milvus.url,
    token: '',
    collection: 'c',
    model,
    dimension: () => Promise.resolve(length),
  });
  chunkSuite(() => {
    milvus.empty();
    return Promise.resolve(createMilvusChunks(settingsFor('m', 3)));
  });

  it('are not alike by vectors of another model, and refuse those of another length', async () => {
    milvus.empty();
    const first = createMilvusChunks(settingsFor('m', 3));
    await first.put([chunk('d', 1, { vector: vector(1, 0, 0) })]);
    await first.close();
    const second = createMilvusChunks(settingsFor('m2', 3));
    expect(await second.withoutVector(5)).toEqual(['d#1']);
    expect(await second.alike(vector(1, 0, 0), { owner: '' }, 5)).toEqual([]);
    await expect(second.put([chunk('d', 2, { vector: vector(1, 0) })])).rejects.toThrow('MILVUS_COLLECTION');
    await expect(second.alike(vector(1, 0), { owner: '' }, 1)).rejects.toThrow('MILVUS_COLLECTION');
    await second.close();
  });
});

const { url, token } = services.milvus;
describe.skipIf(wanting('Milvus', url, 'set TEST_MILVUS_URL to one that may have other collections'))(
  'chunks in Milvus',
  () => {
    const collection = 'huati_chunks_test';
    const settings = { url: url ?? '', token, collection, model: 'm', dimension: () => Promise.resolve(3) };
    chunkSuite(async () => {
      const client = new MilvusClient({ address: settings.url, token });
      await client.dropCollection({ collection_name: collection });
      await client.closeConnection();
      return createMilvusChunks(settings);
    });

    it('does not take vectors of another length', async () => {
      const chunks = createMilvusChunks(settings);
      await expect(chunks.put([chunk('d', 1, { vector: vector(1, 0) })])).rejects.toThrow('MILVUS_COLLECTION');
      await expect(chunks.alike(vector(1, 0), { owner: '' }, 1)).rejects.toThrow('MILVUS_COLLECTION');
      await chunks.close();
    });
  },
);

describe('a Milvus that is not there', () => {
  it('is told within seconds', async () => {
    const dimension = () => Promise.resolve(3);
    const chunks = createMilvusChunks({ url: 'http://127.0.0.1:1', token: '', collection: 'c', model: 'm', dimension });
    await expect(chunks.ping()).rejects.toThrow();
    await expect(chunks.put([chunk('d', 1)])).rejects.toThrow();
    await expect(chunks.alike(vector(1, 0, 0), { owner: '' }, 1)).rejects.toThrow();
    await chunks.close();
  });
});

/** A store that is closed and opened again after each change. */
async function reopening(dir: string): Promise<ChunkStore> {
  let chunks = await createMemoryChunks({ dir, model: 'm' });
  const after = async (change: () => Promise<void>): Promise<void> => {
    await change();
    await chunks.close();
    chunks = await createMemoryChunks({ dir, model: 'm' });
  };
  return {
    kind: chunks.kind,
    put: (given) => after(() => chunks.put(given)),
    removeDocument: (id) => after(() => chunks.removeDocument(id)),
    get: (...given) => chunks.get(...given),
    all: () => chunks.all(),
    withoutVector: (limit) => chunks.withoutVector(limit),
    alike: (...given) => chunks.alike(...given),
    ping: () => chunks.ping(),
    close: () => chunks.close(),
  };
}
