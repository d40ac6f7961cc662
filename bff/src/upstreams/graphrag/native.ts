import {
  clip,
  EdgeQuote,
  GRAPH_MAX,
  QUOTE_MAX,
  RETRIEVE_QUERY_MAX,
  RetrieveAnswer,
  RetrieveDirect,
  RetrieveEdge,
  RetrieveGraph,
  RetrieveMode,
  RetrieveRecord,
  type Lookup,
  type RetrieveRequest,
} from '@huati/shared';
import * as v from 'valibot';
import { cappedGraph } from './capped';
import type { GraphRagConfig } from './documents';
import { absent, GraphRagError, type GraphRagEndpoint } from './endpoint';
import { wellFormed } from './parts';
import type { FoundGraph, FoundSource, RetrievalAsked, Retrieved, Retriever } from './retriever';

const MODES = { graph: 'graph', vector: 'vector', chunk: 'text' } as const;
const USED = { graph: 'graph', vector: 'vector', text: 'chunk' } as const;
/** How long an answer may be on its way, in ms: so much earlier the service is to have what there is. */
const ON_THE_WAY_MS = 300;
const DEADLINE_MIN = 50;
const HOW = { exact: 'exact', alias: 'alias', llm: 'model' } as const;

/** The answer as far as all of its parts need it; each part is looked at alone. */
const Outline = v.object({
  mode_used: RetrieveMode,
  records: v.array(v.unknown()),
  warnings: v.optional(v.array(v.unknown()), []),
  graph: v.optional(v.unknown()),
  linked: v.optional(v.array(v.unknown()), []),
  direct: v.optional(v.unknown()),
  degraded: RetrieveAnswer.entries.degraded,
  private: RetrieveAnswer.entries.private,
});
const GraphOutline = v.object({
  nodes: v.array(v.unknown()),
  edges: v.array(v.unknown()),
  paths: v.array(v.unknown()),
  truncated: v.optional(v.unknown()),
});
const LooseEdge = v.object({ ...RetrieveEdge.entries, quotes: v.optional(v.array(v.unknown()), []) });
const Node = RetrieveGraph.entries.nodes.item;
const Path = RetrieveGraph.entries.paths.item;
const Linked = RetrieveAnswer.entries.linked.item;

type Asking = Pick<GraphRagConfig, 'knowledgeId' | 'timeoutMs'>;

/** Asks a service by our own contract. It is told to answer with what it has shortly before nobody waits any more. */
export function createNative(endpoint: GraphRagEndpoint, config: Asking): Retriever {
  return {
    retrieve: async (asked, signal) => {
      const answer = await endpoint.call('POST', '/retrieve', signal, requestFor(asked, config));
      const outline = v.safeParse(Outline, answer === absent ? undefined : answer);
      if (!outline.success) throw new GraphRagError('the GraphRAG service gave no answer to a question', 'malformed');
      return retrievedOf(outline.output, asked.question);
    },
  };
}

function requestFor(asked: RetrievalAsked, { knowledgeId, timeoutMs }: Asking): v.InferInput<typeof RetrieveRequest> {
  const { question, mode, owner, hypothetical, topK, budgetTokens } = asked;
  return {
    ...(knowledgeId !== '' && { knowledge_id: knowledgeId }),
    query: clip(question, RETRIEVE_QUERY_MAX),
    ...(mode && { mode: MODES[mode] }),
    owner,
    retrieval_setting: { top_k: topK },
    ...(hypothetical !== undefined && { hypothetical: clip(hypothetical, RETRIEVE_QUERY_MAX) }),
    budget_tokens: Math.max(1, Math.floor(budgetTokens)),
    deadline_ms: Math.max(DEADLINE_MIN, timeoutMs - Math.min(ON_THE_WAY_MS, Math.round(timeoutMs / 4))),
  };
}

function retrievedOf(outline: v.InferOutput<typeof Outline>, question: string): Retrieved {
  const records = wellFormed(RetrieveRecord, outline.records);
  const sources = records.map(sourceOf).filter(hasText);
  const { graph, said } = cappedGraph(graphOf(outline.graph), sources);
  return {
    mode: USED[outline.mode_used],
    sources: said,
    graph,
    lookup: lookupOf(outline.linked, question),
    direct: directOf(outline),
    private: outline.private ?? true,
    degraded: outline.degraded,
    warnings: outline.warnings.filter((warning) => typeof warning === 'string'),
  };
}

function directOf({ direct: given, records }: v.InferOutput<typeof Outline>): Retrieved['direct'] {
  const direct = v.safeParse(RetrieveDirect, given);
  if (!direct.success) return undefined;
  const { record, text, sources = [] } = direct.output;
  // Counted before anything is left out.
  const at = (numbers: Iterable<number>) =>
    wellFormed(
      RetrieveRecord,
      [...numbers].map((n) => records[n - 1]),
    );
  const whole = text ?? at([record])[0]?.content;
  if (whole === undefined) return undefined;
  const named = new Set(sources.filter((n) => n !== record));
  // A sentence made from the graph would need the graph.
  const quoted = at(named).filter(({ metadata }) => metadata.kind === 'source');
  return { text: whole, told: toldOf(direct.output), sources: quoted.map(sourceOf).filter(hasText) };
}

function hasText({ text }: FoundSource): boolean {
  return text.trim() !== '';
}

function toldOf({ question, score, threshold, model }: RetrieveDirect) {
  return { kind: 'stored' as const, question, score, threshold, model };
}

function sourceOf({ content, score, title, metadata }: RetrieveRecord): FoundSource {
  const {
    kind,
    score_kind: scoreKind,
    page,
    place,
    chunk_id: chunkId,
    doc_id: documentId,
    path_ids: pathIds,
  } = metadata;
  const [pathId] = pathIds;
  const isPath = kind === 'path';
  return {
    ...(isPath && { kind: 'path' as const }),
    title,
    text: content,
    ...placeOf(place, page),
    ...(documentId !== undefined && !isPath && { documentId }),
    ...(isPath && pathId !== undefined && { pathId, pathIds }),
    ...(chunkId !== undefined && !isPath && { chunkId }),
    ...(scoreKind !== 'none' && { score, scoreKind }),
  };
}

function placeOf(place: EdgeQuote['place'], page: number | undefined): Pick<FoundSource, 'place'> {
  if (page === undefined) return place ? { place } : {};
  return { place: { page, ...place } };
}

function graphOf(graph: unknown): FoundGraph {
  const outline = v.safeParse(GraphOutline, graph);
  const { nodes, edges, paths, truncated } = outline.success
    ? outline.output
    : { nodes: [], edges: [], paths: [], truncated: false };
  return {
    nodes: wellFormed(Node, nodes).map(({ id, name, label, role }) => ({
      id,
      name,
      ...(label !== '' && { type: label }),
      role,
    })),
    edges: wellFormed(LooseEdge, edges).map(({ id, source, target, type, label_zh: label, directed, quotes }) => ({
      ...{ id, source, target, type, label, directed },
      quotes: wellFormed(EdgeQuote, quotes)
        .slice(0, GRAPH_MAX.quotes)
        .map(({ chunk_id: chunkId, title, text, page, place }) => ({
          chunkId,
          title,
          text: clip(text, QUOTE_MAX),
          ...placeOf(place, page),
        })),
    })),
    paths: wellFormed(Path, paths).map(({ id, node_ids: nodeIds, edge_ids: edgeIds }) => ({ id, nodeIds, edgeIds })),
    ...(truncated === true && { truncated }),
  };
}

function lookupOf(linked: readonly unknown[], question: string): Lookup {
  const words = wellFormed(Linked, linked).filter(
    ({ start, end }) => start >= 0 && start < end && end <= question.length,
  );
  return {
    question,
    linked: words.map(({ start, end, node_id: nodeId, name, how }) => ({ start, end, nodeId, name, how: HOW[how] })),
  };
}
