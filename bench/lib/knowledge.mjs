import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { register } from 'tsx/esm/api';

register();
const at = (/** @type {string} */ path) => new URL(`../../graphrag/src/${path}.ts`, import.meta.url).href;

/** @param {string} folder @param {string} name */
export async function json(folder, name) {
  return JSON.parse(await readFile(join(folder, name), 'utf8'));
}

/** @param {string} folder @param {string} name */
export async function lines(folder, name) {
  const text = await readFile(join(folder, name), 'utf8');
  return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [JSON.parse(line)]));
}

/**
 * A retriever over passages and triples, all in memory.
 *
 * @param {{title: string, text: string}[]} passages
 * @param {[number, string, string, string][]} triples passage, subject, predicate, object; a passage of -1: told by data
 * @param {object} schema
 * @param {(name: string) => string} [typeOf] of an entity
 */
export async function inMemory(passages, triples, schema, typeOf = () => '') {
  const { createMemoryGraph } = await import(at('stores/memory-graph'));
  const { createMemoryChunks } = await import(at('stores/memory-chunks'));
  const { Linker, namesIn } = await import(at('pipeline/link'));
  const { TextIndex } = await import(at('pipeline/texts'));
  const { createRetriever } = await import(at('pipeline/retriever'));
  const { entityIdOf } = await import(at('entity-id'));
  const [graph, chunks] = await Promise.all([createMemoryGraph(), createMemoryChunks()]);
  const [linker, texts] = [new Linker(), new TextIndex()];
  const idOf = (/** @type {number} */ passage) => (passage < 0 ? '' : `${passage}#1`);
  const kept = passages.map(({ title, text }, n) => {
    return { id: idOf(n), documentId: String(n), owner: '', n: 1, title, text, place: {} };
  });
  await chunks.put(kept);
  texts.add(kept);
  const facts = triples.map(([passage, subject, type, object], n) => {
    const documentId = String(passage);
    const [source, target] = [entityIdOf(subject), entityIdOf(object)];
    const named = [subject, object].map((name) => {
      return { documentId, owner: '', entityId: entityIdOf(name), name, type: typeOf(name), aliases: [] };
    });
    const told = { documentId, owner: '', source, type, target, chunkId: idOf(passage), quote: '' };
    const isWhole = source !== '' && target !== '' && type !== '';
    return isWhole ? { entities: named, relations: [{ ...told, id: `${n}` }] } : { entities: [], relations: [] };
  });
  const entities = facts.flatMap((fact) => fact.entities);
  await graph.put({ entities, relations: facts.flatMap((fact) => fact.relations) });
  linker.add(namesIn(entities));
  return createRetriever({ graph, chunks, linker, texts, schema });
}

/**
 * The service itself, which has taken a folder of sample knowledge in.
 *
 * @param {string} sample @param {string} dataDir
 */
export async function serving(sample, dataDir) {
  const { readConfig } = await import(at('config'));
  const { startGraphRag } = await import(at('server'));
  const env = { GRAPHRAG_PORT: '0', GRAPHRAG_DATA_DIR: dataDir, GRAPHRAG_SAMPLE: sample, LOG_LEVEL: 'silent' };
  const service = await startGraphRag(readConfig({ ...env, GRAPHRAG_SCHEMA: join(sample, 'schema.json') }));
  for (;;) {
    const listed = await (await fetch(`${service.url}/documents`)).json();
    const { documents } = /** @type {{ documents: { status: string }[] }} */ (listed);
    const isThere = (await fetch(`${service.url}/readyz`)).ok;
    const isIn = documents.every(({ status }) => status !== 'processing');
    if (isThere && isIn && documents.length > 0) return service;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** @param {string} query @param {string} mode @param {number} topK */
export function request(query, mode, topK) {
  return { query, mode, owner: '', retrieval_setting: { top_k: topK, score_threshold: 0, max_hops: 3, rerank: true } };
}
