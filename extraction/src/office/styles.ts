import { at, childOf } from '../xml';
import type { Zip } from '../zip';
import { elementsIn } from './package';

/** What a paragraph's style says of it. */
export interface Style {
  /** 0 for a document's title, 1 to 9 for headings. */
  heading?: number;
  list?: string;
  level?: number;
  /** A line of a table of contents, which says again what headings say. */
  contents: boolean;
}

const TITLES = new Set(['title', '标题', '文档标题']);
/** So many styles may rest on one another. */
const CHAIN_MAX = 20;

/** Reads the paragraph styles of a text document, by their ids. Throws `Unreadable`. */
export async function readStyles(zip: Zip, path: string | undefined): Promise<(id: string | undefined) => Style> {
  const own = new Map<string, Style & { basedOn?: string }>();
  for (const style of await elementsIn(zip, path, 'style')) {
    const name = (childOf(style, 'name')?.attributes.val ?? '').trim().toLowerCase();
    const outline = at(style, 'pPr', 'outlineLvl')?.attributes.val;
    const numbers = at(style, 'pPr', 'numPr');
    const level = childOf(numbers, 'ilvl')?.attributes.val;
    own.set(style.attributes.styleId ?? '', {
      heading: headingOf(name) ?? outlineLevel(outline),
      list: childOf(numbers, 'numId')?.attributes.val,
      ...(level !== undefined && { level: Number(level) }),
      contents: /^(?:toc|目录)\s*\d$/.test(name),
      basedOn: childOf(style, 'basedOn')?.attributes.val,
    });
  }
  return (id) => {
    const found: Style = { contents: false };
    let next = id;
    for (let steps = 0; next !== undefined && steps < CHAIN_MAX; steps += 1) {
      const style = own.get(next);
      found.heading ??= style?.heading;
      found.list ??= style?.list;
      found.level ??= style?.level;
      found.contents ||= style?.contents ?? false;
      next = style?.basedOn;
    }
    return found;
  };
}

/** A heading's level by a style's name, in English or Chinese; undefined for others. */
function headingOf(name: string): number | undefined {
  if (TITLES.has(name)) return 0;
  const level = /^(?:heading|标题)\s*([1-9])$/.exec(name)?.[1];
  return level === undefined ? undefined : Number(level);
}

/** An outline level counts from 0, and 9 is a text's own. */
export function outlineLevel(value: string | undefined): number | undefined {
  const level = Number(value ?? 9);
  return level >= 0 && level < 9 ? level + 1 : undefined;
}
