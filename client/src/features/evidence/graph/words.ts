import type { EvidenceGraph, GraphEdge, GraphNode, GraphQuote } from '@huati/shared';
import { t } from '@/i18n';
import { whereWords } from '../where';
import type { Link } from './links';

/** What of a graph's picture is looked at: a node, or all that joins two. */
export interface Picked {
  kind: 'node' | 'link';
  key: string;
}

/** A relation as a sentence, and what says so. */
export interface Relation {
  key: string;
  words: string;
  quotes: GraphQuote[];
}

/** What a node is: `公司 · 问题中的实体`. */
export function nodeWords({ type = '', role }: GraphNode): string {
  return [type, t(`evidence.role.${role}`)].filter((words) => words !== '').join(' · ');
}

/** The graph's relations as people read them. */
export function relationsOf(graph: EvidenceGraph, edges: readonly GraphEdge[]): Relation[] {
  const nameOf = (id: string): string => graph.nodes.find((node) => node.id === id)?.name ?? '…';
  return edges.map(({ id, source, target, label, directed, quotes }) => ({
    key: id,
    words: t(directed ? 'evidence.edge' : 'evidence.edgeBoth', {
      source: nameOf(source),
      label,
      target: nameOf(target),
    }),
    quotes,
  }));
}

/** What of the graph belongs to what is looked at. */
export function edgesOf({ edges }: EvidenceGraph, links: readonly Link[], { kind, key }: Picked): GraphEdge[] {
  if (kind === 'link') return links.find((link) => link.key === key)?.edges ?? [];
  return edges.filter(({ source, target }) => source === key || target === key);
}

/** Where a quotation is from: `出处：年报.pdf 第 3 页`. */
export function quoteWords({ title, place }: GraphQuote): string {
  const where = whereWords({ title, place });
  return where === '' ? t('evidence.quoteOf', { title }) : t('evidence.quoteAt', { title, place: where });
}
