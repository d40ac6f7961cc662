import { tellingWords } from '@huati/ranking';
import { clip, GRAPH_MAX, QUOTE_MAX, RETRIEVE_QUERY_MAX, type Lookup } from '@huati/shared';
import * as v from 'valibot';
import { cappedGraph } from './capped';
import { absent, GraphRagError, type GraphRagEndpoint } from './endpoint';
import { wellFormed } from './parts';
import type { FoundGraph, FoundQuote, FoundSource, RetrievalAsked, Retriever } from './retriever';

/** LightRAG refuses shorter questions; a Han character counts as two. */
const SHORTEST = 3;
const MODES = { graph: 'mix', vector: 'naive', chunk: 'naive' } as const;
/** So many words of a question are looked for among the names. */
const WORDS_MAX = 20;
/** What stands between the ids in `source_id`. */
const SEPARATOR = '<SEP>';
/** The shortest name that is looked for in a question, in UTF-16 units. */
const NAME_MIN = 2;

const word = v.optional(v.fallback(v.string(), ''), '');
const Entity = v.object({ entity_name: v.pipe(v.string(), v.nonEmpty()), entity_type: word });
type Entity = v.InferOutput<typeof Entity>;
const Relationship = v.object({
  src_id: v.string(),
  tgt_id: v.string(),
  description: word,
  keywords: word,
  source_id: word,
});
type Relationship = v.InferOutput<typeof Relationship>;
const Chunk = v.object({ content: v.string(), file_path: word, chunk_id: word });
type Chunk = v.InferOutput<typeof Chunk>;

const list = v.optional(v.fallback(v.array(v.unknown()), []), []);
/** It calls a question that it finds nothing for a failure. */
const Answer = v.object({
  status: v.picklist(['success', 'failure']),
  data: v.object({ entities: list, relationships: list, chunks: list }),
});

/** Asks LightRAG by `/query/data`: chunks without scores, and relations of which it does not keep the direction. */
export function createLightRag(endpoint: GraphRagEndpoint): Retriever {
  return {
    retrieve: async (asked, signal) => {
      const { question, topK } = asked;
      const mode = asked.mode ?? 'graph';
      const nothing = { mode, sources: [], graph: undefined, lookup: { question, linked: [] } };
      const rest = { direct: undefined, private: false, degraded: false, warnings: [] };
      if (lengthOf(question) < SHORTEST) return { ...nothing, ...rest };
      const answer = await endpoint.call('POST', '/query/data', signal, requestFor(asked));
      const parsed = v.safeParse(Answer, answer === absent ? undefined : answer);
      if (!parsed.success) throw new GraphRagError('the GraphRAG service gave no data to a question', 'malformed');
      const { entities, relationships, chunks } = parsed.output.data;
      const passages = wellFormed(Chunk, chunks)
        .filter(({ content }) => content.trim() !== '')
        .slice(0, topK);
      const known = mode === 'graph' ? wellFormed(Entity, entities) : [];
      const linked = linkedIn(question, known);
      const relations = mode === 'graph' ? wellFormed(Relationship, relationships) : [];
      const found = graphOf({ known, linked, relations, passages });
      const sources = [...found.sentences, ...passages.map(sourceOf)];
      const { graph, said } = cappedGraph(found.graph, sources);
      return { ...rest, mode, sources: said.slice(0, topK), graph, lookup: { question, linked } };
    },
  };
}

function requestFor({ question, mode: wanted, topK }: RetrievalAsked): object {
  const mode = MODES[wanted ?? 'graph'];
  const query = clip(question, RETRIEVE_QUERY_MAX);
  const words = tellingWords(query).slice(0, WORDS_MAX);
  return {
    query,
    mode,
    // Without them it has a model name them first, for every question.
    ...(mode === 'mix' && { ll_keywords: words.length > 0 ? words : [query], hl_keywords: [query] }),
    top_k: topK,
    chunk_top_k: topK,
    enable_rerank: true,
  };
}

/** As LightRAG counts. */
function lengthOf(question: string): number {
  return Array.from(question.trim()).reduce((sum, letter) => sum + (/\p{Script=Han}/u.test(letter) ? 2 : 1), 0);
}

function sourceOf({ content, file_path: path, chunk_id: chunkId }: Chunk): FoundSource {
  return { title: titleOf(path), text: content, ...(chunkId !== '' && { chunkId }) };
}

/** Paths there are the operator's own folders. */
function titleOf(path: string): string {
  return path.split(SEPARATOR, 1)[0]?.split(/[\\/]/).at(-1)?.trim() || '—';
}

/** Entities whose very names stand in the question, each where it stands first, the longest before what is inside of it. */
function linkedIn(question: string, known: readonly Entity[]): Lookup['linked'] {
  const linked: Lookup['linked'] = [];
  const names = known.map(({ entity_name: name }) => name).filter(({ length }) => length >= NAME_MIN);
  for (const name of names.sort((a, b) => b.length - a.length)) {
    const start = question.toLowerCase().indexOf(name.toLowerCase());
    const end = start + name.length;
    if (start < 0 || end > question.length || linked.some((word) => word.start < end && start < word.end)) continue;
    linked.push({ start, end, nodeId: name, name, how: 'exact' });
  }
  return linked.sort((a, b) => a.start - b.start);
}

interface Parts {
  known: readonly Entity[];
  linked: Lookup['linked'];
  relations: readonly Relationship[];
  passages: readonly Chunk[];
}

/** Each relation as a path of one edge, with what LightRAG says of it as the sentence of that. */
function graphOf({ known, linked, relations, passages }: Parts): { graph: FoundGraph; sentences: FoundSource[] } {
  const types = new Map(known.map(({ entity_name: name, entity_type: type }) => [name, type]));
  const named = new Set(linked.map(({ nodeId }) => nodeId));
  const graph: FoundGraph = { nodes: [], edges: [], paths: [] };
  const sentences: FoundSource[] = [];
  const seen = new Set<string>();
  const ofNamed = [...relations].sort((a, b) => Number(touches(b, named)) - Number(touches(a, named)));
  for (const [at, relation] of ofNamed.slice(0, GRAPH_MAX.paths).entries()) {
    const { src_id: source, tgt_id: target, keywords, description } = relation;
    for (const name of [source, target]) {
      const type = types.get(name) ?? '';
      const role = named.has(name) ? 'seed' : 'answer';
      if (!seen.has(name)) graph.nodes.push({ id: name, name, ...(type !== '' && { type }), role });
      seen.add(name);
    }
    const [id, label] = [`r${at + 1}`, keywords.split(/[,，、;；]/, 1)[0]?.trim() ?? ''];
    const quotes = quotesOf(relation, passages);
    graph.edges.push({ id, source, target, type: label, label, directed: false, quotes });
    graph.paths.push({ id, nodeIds: [source, target], edgeIds: [id] });
    const text = `${source} — ${target}${description === '' ? '' : `：${description.replaceAll(SEPARATOR, ' ')}`}`;
    sentences.push({ kind: 'path', title: `${source} — ${target}`, text, pathId: id, pathIds: [id] });
  }
  return { graph, sentences };
}

function touches({ src_id: source, tgt_id: target }: Relationship, named: ReadonlySet<string>): boolean {
  return named.has(source) || named.has(target);
}

/** The first sentence that names both, of each chunk that the relation was read from. */
function quotesOf(
  { src_id: source, tgt_id: target, source_id: ids }: Relationship,
  chunks: readonly Chunk[],
): FoundQuote[] {
  const from = new Set(ids.split(SEPARATOR));
  return chunks
    .filter(({ chunk_id: id }) => id !== '' && from.has(id))
    .flatMap(({ chunk_id: chunkId, content, file_path: path }): FoundQuote[] => {
      const sentences = content.match(/[^。！？!?\n]+[。！？!?]?/g) ?? [];
      const text = sentences.find((sentence) => sentence.includes(source) && sentence.includes(target));
      return text === undefined ? [] : [{ chunkId, title: titleOf(path), text: clip(text.trim(), QUOTE_MAX) }];
    })
    .slice(0, GRAPH_MAX.quotes);
}
