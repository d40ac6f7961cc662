import type { DiagramKind } from '@/platform/diagram-messages';
import { t } from '@/i18n';

const KINDS: readonly (readonly [RegExp, () => string])[] = [
  [/^(?:flowchart|graph)\b/, () => t('markdown.flowchart')],
  [/^sequenceDiagram\b/, () => t('markdown.sequence')],
  [/^gantt\b/, () => t('markdown.gantt')],
  [/^mindmap\b/, () => t('markdown.mindmap')],
  [/^pie\b/, () => t('markdown.pie')],
];
const CHARTS: Record<string, () => string> = {
  pie: () => t('markdown.pie'),
  bar: () => t('markdown.bar'),
  line: () => t('markdown.line'),
};
/** What a source of Mermaid says of itself: for those who cannot see it, or above the drawing. */
const TITLE = /^[ \t]*(?:accTitle[ \t]*:|title\b[ \t]*:?)[ \t]*(.+)$/m;
/** What stands before the word that tells the kind: settings, remarks, blank lines. */
const LEAD = /^(?:\s|%%[^\n]*\n|---\n[^]*?\n---\n)*/;

/** What a diagram is called, for those who do not see it: its kind, and its title where it has one. */
export function diagramWords(kind: DiagramKind, source: string): string {
  const [name, title] = kind === 'mermaid' ? ofMermaid(source) : ofChart(source);
  return title === '' ? name : t('markdown.diagramOf', { kind: name, title });
}

function ofMermaid(source: string): [string, string] {
  const text = source.replace(LEAD, '');
  const name = KINDS.find(([begins]) => begins.test(text))?.[1]() ?? t('markdown.diagram');
  return [name, TITLE.exec(text)?.[1]?.trim() ?? ''];
}

function ofChart(source: string): [string, string] {
  const options = parsed(source);
  const title = first(options.title).text;
  const type = first(options.series).type;
  const name = typeof type === 'string' ? CHARTS[type]?.() : undefined;
  return [name ?? t('markdown.diagram'), typeof title === 'string' ? title : ''];
}

function parsed(source: string): Record<string, unknown> {
  try {
    return first(JSON.parse(source) as unknown);
  } catch {
    // It will not be drawn either.
    return {};
  }
}

/** The object that `value` is, or the first of those that it has. */
function first(value: unknown): Record<string, unknown> {
  const one: unknown = Array.isArray(value) ? value[0] : value;
  return typeof one === 'object' && one !== null ? { ...one } : {};
}
