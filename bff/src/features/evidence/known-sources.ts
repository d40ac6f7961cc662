import type { EvidenceGraph, Source } from '@huati/shared';
import { estimateTokens } from '../../upstreams/model/tokens/estimate';
import type { FoundSource } from '../../upstreams/graphrag/retriever';
import type { Known } from '../retrieval/knowing';
import type { Given } from './given';

/** What introduces a record in the prompt, in tokens by the estimate, beside its title and its text. */
const PER_RECORD = 100;
/** What introduces all of it, where no file does that. */
const AROUND = 260;
/** Digits of a score that are worth telling. */
const SCALE = 10_000;

/** Tokens of a record in the prompt, by the estimate. */
function tokensOfOne({ title, text }: FoundSource): number {
  return PER_RECORD + estimateTokens(title) + estimateTokens(text);
}

/** Tokens of all that is known, by the estimate; `alone`: there are no files. */
export function tokensOfKnown({ sources }: Pick<Known, 'sources'>, alone: boolean): number {
  if (sources.length === 0) return 0;
  return sources.reduce((sum, source) => sum + tokensOfOne(source), alone ? AROUND : 0);
}

/** The first of what is known that `budget` tokens hold. */
export function chooseKnown(
  { sources }: Pick<Known, 'sources'>,
  budget: number,
  alone: boolean,
): { chosen: FoundSource[]; tokens: number } {
  const around = alone ? AROUND : 0;
  const chosen: FoundSource[] = [];
  let tokens = 0;
  for (const source of sources) {
    const cost = tokensOfOne(source) + (tokens === 0 ? around : 0);
    if (tokens + cost > budget) continue;
    tokens += cost;
    chosen.push(source);
  }
  return { chosen, tokens };
}

/** Gives what was found its numbers, those behind `after`, and tells paths and quotations which of them they are. */
export function numberKnown(
  found: readonly FoundSource[],
  graph: Known['graph'],
  after: number,
): { sources: Source[]; graph: EvidenceGraph | undefined } {
  const byChunk = new Map<string, number>();
  const byPath = new Map<string, number>();
  const sources = found.map(({ chunkId, pathIds = [], score, ...source }, at): Source => {
    const n = after + at + 1;
    if (chunkId !== undefined && !byChunk.has(chunkId)) byChunk.set(chunkId, n);
    for (const id of pathIds) if (!byPath.has(id)) byPath.set(id, n);
    return { n, ...source, ...(score !== undefined && { score: Math.round(score * SCALE) / SCALE }) };
  });
  return { sources, graph: graph && numbered(graph, byChunk, byPath) };
}

function numbered(
  { nodes, edges, paths, ...rest }: NonNullable<Known['graph']>,
  byChunk: ReadonlyMap<string, number>,
  byPath: ReadonlyMap<string, number>,
): EvidenceGraph {
  return {
    ...rest,
    nodes,
    edges: edges.map((edge) => ({
      ...edge,
      quotes: edge.quotes.map(({ chunkId, ...quote }) => {
        const n = byChunk.get(chunkId ?? '');
        return { ...quote, ...(n !== undefined && { n }) };
      }),
    })),
    paths: paths.map(({ n: _n, ...path }) => {
      const n = byPath.get(path.id);
      return { ...path, ...(n !== undefined && { n }) };
    }),
  };
}

/** What `known` tells beside its sources. `retrieval` is that of the files, where there are some. */
export function besideSources(
  { retrieval, lookup, private: own }: Known,
  ofFiles?: Given['retrieval'],
): Pick<Given, 'retrieval' | 'lookup' | 'private'> {
  return {
    retrieval: ofFiles === 'degraded' ? ofFiles : retrieval,
    ...(lookup && { lookup }),
    ...(own && { private: true }),
  };
}
