import { estimateTokens, clipToEstimate } from '@huati/ranking';
import type { RetrieveAnswer, RetrieveGraph, RetrieveRecord } from '@huati/shared';
import type { Chunk } from '../domain';
import type { FromGraph } from './by-graph';
import { isDirected, labelOf, quotesOf, sentenceOf, sentencesOf } from './chunks';
import type { Linked } from './linked';
import { type Edge, edgeId, inTurn, type Path, pathId } from './traverse';

/** The most paths that an answer has. */
const PATHS_MAX = 12;
/** Where half of the scale of word scores lies: they have no end. */
const BM25_HALF = 10;

export type Scores = NonNullable<RetrieveRecord['metadata']['scores']>;

/** Sentences of paths as records, at most `most`; they have no score of their own but their place. Each has paths of `graphOf`. */
export function pathRecords(found: FromGraph, most: number): RetrieveRecord[] {
  const { paths, wording } = found;
  const shown = new Set(shownOf(found, most));
  return sentencesOf(paths, wording, most).map(({ content, paths: own }) => ({
    content,
    score: 0,
    title: wording.language === 'zh' ? '知识图谱' : 'Knowledge graph',
    metadata: { n: 0, kind: 'path', score_kind: 'none', path_ids: own.filter((path) => shown.has(path)).map(pathId) },
  }));
}

/** The paths that an answer has: one of each of its sentences in turn, then those that no sentence says. */
function shownOf({ paths, wording }: FromGraph, sentences: number): Path[] {
  const said = inTurn(sentencesOf(paths, wording, sentences).map(({ paths: own }) => own));
  return [...new Set([...said, ...paths])].slice(0, PATHS_MAX);
}

/** A chunk as a record; its score is of the best kind that is known. */
export function chunkRecord(chunk: Chunk, scores: Scores, model: string | undefined): RetrieveRecord {
  const { score, kind } = scoreOf(scores);
  const { id, documentId, title, text, place } = chunk;
  return {
    content: text,
    score,
    title,
    metadata: {
      n: 0,
      kind: 'source',
      score_kind: kind,
      scores,
      chunk_id: id,
      doc_id: documentId,
      page: place.page,
      place,
      ...(kind === 'cosine' && { model }),
      path_ids: [],
    },
  };
}

/** 0 to 1, comparable among those of its kind. */
function scoreOf({ rerank, cosine, graph, bm25 }: Scores): {
  score: number;
  kind: RetrieveRecord['metadata']['score_kind'];
} {
  if (rerank !== undefined) return { score: rerank, kind: 'rerank' };
  if (graph !== undefined) return { score: fraction(graph), kind: 'ppr' };
  if (cosine !== undefined) return { score: fraction(cosine), kind: 'cosine' };
  if (bm25 !== undefined) return { score: bm25 / (bm25 + BM25_HALF), kind: 'bm25' };
  return { score: 0, kind: 'none' };
}

/** Scores of a reranker as they are shown: some give logits, in place of parts of one. */
export function asFractions(scores: ReadonlyMap<string, number>): Map<string, number> {
  const areFractions = [...scores.values()].every((score) => score >= 0 && score <= 1);
  return new Map([...scores].map(([id, score]) => [id, areFractions ? score : 1 / (1 + Math.exp(-score))]));
}

function fraction(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/** As many records as fit, numbered; where only a rank is known, it makes the score. The first is cut where it alone is too long. */
export function numbered(
  records: readonly RetrieveRecord[],
  topK: number,
  budget: number | undefined,
): RetrieveRecord[] {
  let left = budget ?? Infinity;
  const kept: RetrieveRecord[] = [];
  for (const record of records.slice(0, topK)) {
    const tokens = estimateTokens(record.content);
    const isFirst = kept.length === 0;
    if (tokens > left && !isFirst) continue;
    const content = tokens > left ? clipToEstimate(record.content, left) : record.content;
    left -= Math.min(tokens, left);
    kept.push({ ...record, content });
  }
  return kept.map((record, at) => {
    const isRanked = record.metadata.score_kind === 'none';
    const score = isRanked ? 1 / (at + 1) : record.score;
    return { ...record, score, metadata: { ...record.metadata, n: at + 1 } };
  });
}

/** The part of the graph that was gone through, where so many `sentences` tell of it. */
export function graphOf(found: FromGraph, { seeds }: Linked, sentences: number): RetrieveGraph {
  const { wording } = found;
  const paths = shownOf(found, sentences);
  const isSeed = new Set(seeds.map(({ entity }) => entity.id));
  const ends = new Set(paths.flatMap(({ nodes }) => nodes.slice(-1)));
  const nodes = [...new Set(paths.flatMap((path) => path.nodes))];
  const edges = new Map(paths.flatMap((path) => path.edges.map((edge) => [edgeId(edge), edge])));
  const word = (type: string) => {
    const known = wording.schema.entities.find((each) => each.type === type);
    return (wording.language === 'zh' ? known?.label_zh : known?.label_en) ?? type;
  };
  return {
    nodes: nodes.map((id) => ({
      id,
      label: word(wording.entities.get(id)?.type ?? ''),
      name: wording.entities.get(id)?.name ?? id,
      role: isSeed.has(id) ? 'seed' : ends.has(id) ? 'answer' : 'via',
    })),
    edges: [...edges].map(([id, edge]) => edgeOf(id, edge, found)),
    paths: paths.map((path, at) => ({ ...idsOf(path), text: sentenceOf(path, wording), score: 1 / (at + 1) })),
    truncated: found.truncated || found.paths.length > PATHS_MAX,
  };
}

function edgeOf(id: string, edge: Edge, { wording, chunks }: FromGraph): RetrieveGraph['edges'][number] {
  const { source, target, facts } = edge;
  return {
    id,
    source,
    target,
    type: edge.type,
    label_zh: labelOf(edge, wording.schema, 'zh'),
    directed: isDirected(edge, wording.schema),
    evidence: [...new Set(facts.map(({ chunkId }) => chunkId))].filter((chunk) => chunks.has(chunk)),
    quotes: quotesOf(edge, chunks),
  };
}

function idsOf(path: Path) {
  return { id: pathId(path), node_ids: [...path.nodes], edge_ids: path.edges.map(edgeId) };
}

/** The words of the question that are entities, as they go out. */
export function linksOf({ links }: Linked): RetrieveAnswer['linked'] {
  return links.map(({ surface, start, end, entityId, name, how }) => ({
    surface,
    start,
    end,
    node_id: entityId,
    name,
    how,
  }));
}
