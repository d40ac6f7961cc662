import * as v from 'valibot';
import { Place } from '../files/place';

/** The most of a graph that an answer carries: paths, nodes, edges, and quotations of one edge. */
export const GRAPH_MAX = { paths: 6, nodes: 12, edges: 16, quotes: 2 };

/** The longest quotation of an edge, in UTF-16 units. */
export const QUOTE_MAX = 160;

/** An entity on the way: `seed` is named by the question, `answer` ends a path, `via` lies between. `type` is a word for people. */
export const GraphNode = v.object({
  id: v.string(),
  name: v.string(),
  type: v.optional(v.string()),
  role: v.picklist(['seed', 'via', 'answer']),
});
export type GraphNode = v.InferOutput<typeof GraphNode>;

/** The very words of a document that say so; `n`, where it is one of the answer's sources. */
export const GraphQuote = v.object({
  text: v.string(),
  title: v.string(),
  place: v.optional(Place),
  n: v.optional(v.number()),
});
export type GraphQuote = v.InferOutput<typeof GraphQuote>;

/**
 * A relation of two entities, `label` in words such as 投资. Not `directed`: nothing is known of its direction. An edge without
 * quotes came from data, not from a text.
 */
export const GraphEdge = v.object({
  id: v.string(),
  source: v.string(),
  target: v.string(),
  type: v.string(),
  label: v.string(),
  directed: v.boolean(),
  quotes: v.array(GraphQuote),
});
export type GraphEdge = v.InferOutput<typeof GraphEdge>;

/**
 * A way through the graph: `edgeIds[i]` joins `nodeIds[i]` and `nodeIds[i + 1]`, in whichever direction it has. `n` is the
 * source that says it as a sentence.
 */
export const GraphPath = v.object({
  id: v.string(),
  nodeIds: v.array(v.string()),
  edgeIds: v.array(v.string()),
  n: v.optional(v.number()),
});
export type GraphPath = v.InferOutput<typeof GraphPath>;

/** The part of the knowledge graph that an answer rests on. `truncated`: there is more of it than is here; sentences of paths are whole. */
export const EvidenceGraph = v.object({
  nodes: v.array(GraphNode),
  edges: v.array(GraphEdge),
  paths: v.array(GraphPath),
  truncated: v.optional(v.boolean()),
});
export type EvidenceGraph = v.InferOutput<typeof EvidenceGraph>;

/**
 * What was looked up: the question as it was understood, standing alone, and its words that are entities of the graph, from
 * `start` to `end` in UTF-16 units.
 */
export const Lookup = v.object({
  question: v.string(),
  linked: v.array(
    v.object({
      start: v.number(),
      end: v.number(),
      nodeId: v.string(),
      name: v.string(),
      how: v.picklist(['exact', 'alias', 'model']),
    }),
  ),
});
export type Lookup = v.InferOutput<typeof Lookup>;

/**
 * An answer that was not written for this question: `stored` by the organisation, or `cached` from an earlier answer. `question`
 * is the one it was written for, `score` their cosine by the embedding model `model`, which reached `threshold`.
 */
export const DirectAnswer = v.object({
  kind: v.picklist(['stored', 'cached']),
  question: v.string(),
  score: v.number(),
  threshold: v.number(),
  model: v.string(),
});
export type DirectAnswer = v.InferOutput<typeof DirectAnswer>;

/** Tools that a model may use for an answer. */
export const tools = ['calculator', 'search'] as const;

/** What a model had a tool do for an answer, and what came of it, in words. */
export const ToolStep = v.object({ tool: v.picklist(tools), input: v.string(), output: v.string() });
export type ToolStep = v.InferOutput<typeof ToolStep>;
