import { entityIdOf } from '../../src/entity-id';
import type { Chunk, EntityFact, RelationFact } from '../../src/domain';
import { Linker, namesIn } from '../../src/pipeline/link';
import type { Retriever } from '../../src/pipeline/retrieve';
import { createRetriever, type RetrieverParts } from '../../src/pipeline/retriever';
import { TextIndex } from '../../src/pipeline/texts';
import type { GraphSchema } from '../../src/schema';
import { createMemoryChunks } from '../../src/stores/memory-chunks';
import { createMemoryGraph } from '../../src/stores/memory-graph';

export const schema: GraphSchema = {
  entities: [
    { type: 'Investor', label_zh: '机构', label_en: 'investor' },
    { type: 'Company', label_zh: '公司', label_en: 'company' },
    { type: 'Event', label_zh: '事件', label_en: 'event' },
  ],
  relations: [
    relation('INVESTED_IN', '投资', ['Investor'], ['Company'], ['投资方']),
    relation('ACQUIRED', '收购', ['Company'], ['Company'], ['被收购']),
    relation('HAPPENED', '发生', ['Company'], ['Event'], []),
  ],
};

function relation(type: string, word: string, from: string[], to: string[], inverse: string[]) {
  return {
    type,
    label_zh: word,
    label_en: type.toLowerCase(),
    from,
    to,
    directed: true,
    cues: [word],
    inverse_cues: inverse,
  };
}

/** What a document says: source, its type, relation, target, its type; the sentence is its text. */
export type Told = readonly [source: string, sourceType: string, type: string, target: string, targetType: string];

export const known: readonly Told[] = [
  ['砚池资本', 'Investor', 'INVESTED_IN', '鹿泠智能', 'Company'],
  ['砚池资本', 'Investor', 'INVESTED_IN', '星槎航天', 'Company'],
  ['苇航基金', 'Investor', 'INVESTED_IN', '星槎航天', 'Company'],
  ['鹿泠智能', 'Company', 'ACQUIRED', '珂影视觉', 'Company'],
  ['珂影视觉', 'Company', 'HAPPENED', '员工安置争议', 'Event'],
];

export interface World {
  parts: RetrieverParts;
  retriever: Retriever;
  tell(told: readonly Told[], owner?: string): Promise<void>;
  ask(query: string, more?: object): ReturnType<Retriever['retrieve']>;
}

/** A small world in memory; each thing told is a document with one chunk. */
export async function world(told: readonly Told[] = known, more: Partial<RetrieverParts> = {}): Promise<World> {
  const [graph, chunks] = [await createMemoryGraph(), await createMemoryChunks()];
  const parts: RetrieverParts = { graph, chunks, linker: new Linker(), texts: new TextIndex(), schema, ...more };
  const retriever = createRetriever(parts);
  let documents = 0;
  const tell = async (all: readonly Told[], owner = '') => {
    for (const each of all) {
      documents += 1;
      const { chunk, entities, relations } = documentOf(each, `d${documents}`, owner);
      await chunks.put([chunk]);
      parts.texts.add([chunk]);
      await graph.put({ entities, relations });
      parts.linker.add(namesIn(entities));
    }
  };
  await tell(told);
  const setting = { top_k: 8, score_threshold: 0, max_hops: 3, rerank: true };
  return {
    parts,
    retriever,
    tell,
    ask: (query, request = {}) => {
      const asked = { query, mode: 'graph' as const, owner: '', retrieval_setting: setting, ...request };
      return retriever.retrieve(asked, new AbortController().signal);
    },
  };
}

function documentOf([source, sourceType, type, target, targetType]: Told, documentId: string, owner: string) {
  const quote = `${source} ${type} ${target}`;
  const chunk: Chunk = {
    id: `${documentId}#1`,
    documentId,
    owner,
    n: 1,
    title: `资料 ${documentId}`,
    text: `据悉，${quote}。`,
    place: { page: 2 },
  };
  const naming = (name: string, kind: string): EntityFact => {
    return { documentId, owner, entityId: entityIdOf(name), name, type: kind, aliases: [] };
  };
  const relations: RelationFact[] = [
    {
      id: documentId,
      documentId,
      owner,
      source: entityIdOf(source),
      type,
      target: entityIdOf(target),
      chunkId: chunk.id,
      quote,
    },
  ];
  return { chunk, entities: [naming(source, sourceType), naming(target, targetType)], relations };
}
