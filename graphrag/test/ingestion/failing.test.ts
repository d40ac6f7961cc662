import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Unreadable } from '@huati/extraction';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLogger } from '../../src';
import { openContents, type Contents } from '../../src/ingestion/contents';
import { createDocuments, type Documents, type Incoming } from '../../src/ingestion/documents';
import { createKnowledge, type Knowledge } from '../../src/ingestion/knowledge';
import { openRegistry, type Registry } from '../../src/ingestion/registry';
import type { TakingIn } from '../../src/ingestion/taking-in';
import type { TakingTriples } from '../../src/ingestion/triples';
import { Linker } from '../../src/pipeline/link';
import { TextIndex } from '../../src/pipeline/texts';
import { Refusal } from '../../src/refusal';
import { createMemoryChunks } from '../../src/stores/memory-chunks';
import { createMemoryGraph } from '../../src/stores/memory-graph';
import { folder } from '../harness';

const incoming: Incoming = {
  id: 'd',
  owner: '',
  title: 't',
  mime: 'text/plain',
  kind: 'passages',
  finds: true,
  hash: '1',
};

let contents: Contents;
let knowledge: Knowledge;
let registry: Registry;
const logger = createLogger('silent');

beforeEach(async () => {
  const dir = await folder();
  contents = await openContents(dir);
  registry = await openRegistry(dir);
  const stores = { graph: await createMemoryGraph(), chunks: await createMemoryChunks() };
  knowledge = createKnowledge({ ...stores, linker: new Linker(), texts: new TextIndex() }, logger);
});
afterEach(() => registry.close());

function documentsOf(takeIn: TakingIn): Documents {
  const takeTriples = () => Promise.reject(new Error('no rows here'));
  return createDocuments({ registry, contents, knowledge, takeIn, takeTriples, recipe: '', logger });
}

const putOne = async () =>
  knowledge.putChunks([{ id: 'd#1', documentId: 'd', owner: '', n: 1, title: 't', text: '一半', place: {} }]);

describe('a document', () => {
  it('that fails half way leaves nothing that is found', async () => {
    const documents = documentsOf(async () => {
      await putOne();
      throw new Unreadable('broken', 'half way');
    });
    await documents.receive(incoming, () => Promise.resolve());
    await documents.idle();
    expect(documents.get('d')).toMatchObject({ status: 'failed', error: 'half way', leaves: false });
    expect(await knowledge.chunks.get(['d#1'], { owner: '' })).toEqual([]);
    await documents.close();
  });

  it('that fails while a store is away is cleared away once that is back', async () => {
    const { removeDocument } = knowledge;
    knowledge.removeDocument = () => Promise.reject(new Error('away'));
    const documents = documentsOf(async () => {
      await putOne();
      throw new Unreadable('broken', 'half way');
    });
    await documents.receive(incoming, () => Promise.resolve());
    await documents.idle();
    expect(documents.get('d')).toMatchObject({ status: 'failed', leaves: true });
    await documents.close();

    knowledge.removeDocument = removeDocument;
    const again = documentsOf(() => Promise.reject(new Error('it has failed already')));
    again.begin();
    await again.idle();
    expect(documents.get('d')).toMatchObject({ status: 'failed', leaves: false });
    expect(await knowledge.chunks.get(['d#1'], { owner: '' })).toEqual([]);
    await again.close();
  });

  it('that cannot be kept leaves the one before it as it was', async () => {
    let finish: (() => void) | undefined;
    const documents = documentsOf(async (_document, signal) => {
      await new Promise<void>((resolve) => (finish = resolve));
      signal.throwIfAborted();
      return { title: 't', counts: { chunks: 0, entities: 0, relations: 0, dropped: {} } };
    });
    const first = await documents.receive(incoming, () => Promise.resolve());
    const full = new Error('ENOSPC');
    const second = documents.receive({ ...incoming, hash: '2' }, async ({ version }) => {
      await writeFile(join(contents.incoming, version), 'half');
      await rm(join(contents.incoming, version));
      throw full;
    });
    await expect(second).rejects.toBe(full);
    finish?.();
    await documents.finished('d');
    expect(documents.get('d')).toMatchObject({ status: 'ready', hash: '1', version: first.version });
    await documents.close();
  });

  it('is waited for by nobody, and taken by nobody, once all is closed', async () => {
    const documents = documentsOf(
      (_document, signal) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(new Error('ended')));
        }),
    );
    await documents.receive(incoming, () => Promise.resolve());
    const finished = documents.finished('d');
    await documents.close();
    await finished;
    await documents.finished('d');
    await expect(documents.receive({ ...incoming, id: 'e' }, () => Promise.resolve())).rejects.toThrow(Refusal);
    expect(await readFile(join(contents.incoming, '../documents.jsonl'), 'utf8')).not.toContain('"e"');
  });

  it('of rows is ready still while it is tied to other evidence', async () => {
    const tying = new AbortController();
    let times = 0;
    const takeTriples: TakingTriples = async () => {
      times += 1;
      if (times === 2) await new Promise((resolve) => tying.signal.addEventListener('abort', resolve));
      return { counts: { chunks: 0, entities: 0, relations: 1, dropped: {} }, evidence: ['d'], faults: [] };
    };
    const takeIn = () => Promise.resolve({ title: 't', counts: { chunks: 0, entities: 0, relations: 0, dropped: {} } });
    const documents = createDocuments({ registry, contents, knowledge, takeIn, takeTriples, recipe: '', logger });
    await documents.receive({ ...incoming, id: 'rows', kind: 'triples' }, () => Promise.resolve());
    await documents.idle();
    await documents.receive(incoming, () => Promise.resolve());
    while (times < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(registry.get('rows')).toMatchObject({ status: 'processing', ties: true });
    await documents.finished('rows');
    expect(documents.get('rows')).toMatchObject({ status: 'ready', counts: { relations: 1 } });
    tying.abort();
    await documents.idle();
    expect(registry.get('rows')).toMatchObject({ status: 'ready', ties: false });
    await documents.close();
  });
});
