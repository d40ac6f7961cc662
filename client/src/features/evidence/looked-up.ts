import type { EvidenceGraph, Lookup, Source } from '@huati/shared';
import { t } from '@/i18n';

/** A piece of the question; `nodeId` where it is an entity of the graph, '' elsewhere. */
export interface Word {
  text: string;
  nodeId: string;
  /** What it is there, where that is another name. */
  name: string;
}

/** The question in pieces. Places that are not in it, or over each other, are left out. */
export function wordsOf({ question, linked }: Lookup): Word[] {
  const words: Word[] = [];
  let at = 0;
  const plain = (to: number): void => {
    if (to > at) words.push({ text: question.slice(at, to), nodeId: '', name: '' });
  };
  for (const { start, end, nodeId, name } of [...linked].sort((a, b) => a.start - b.start)) {
    if (start < at || end <= start || end > question.length) continue;
    plain(start);
    const text = question.slice(start, end);
    words.push({ text, nodeId, name: name === text ? '' : name });
    at = end;
  }
  plain(question.length);
  return words;
}

/** Whether it was understood otherwise than it was written. */
export function isOther(lookup: Lookup, question: string | undefined): boolean {
  return question !== undefined && question.trim() !== lookup.question.trim();
}

/** A score with what it measures: `相似度 0.83`. Empty for a file's passage without one: it was given as it stands. */
export function scoreWords({ score, scoreKind, attachmentId }: Source): string {
  if (score === undefined || scoreKind === undefined) return attachmentId === undefined ? t('evidence.score.none') : '';
  return t(`evidence.score.${scoreKind}`, { score: score.toFixed(2) });
}

/** The beginning of a text in Markdown as plain words. */
export function inOneLine(text: string): string {
  return text
    .replace(/[#*|`>]+|-{3,}/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Whether there is anything of a graph to be shown. */
export function hasGraph(graph: EvidenceGraph | undefined): graph is EvidenceGraph {
  return graph !== undefined && graph.nodes.length > 0;
}
