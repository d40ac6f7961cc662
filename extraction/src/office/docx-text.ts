import { elementsOf, type Element } from '../xml';

/** Parts of a paragraph that are not its text: what was deleted or moved away, field codes, readings above characters. */
const SKIPPED = new Set(['del', 'moveFrom', 'instrText', 'delText', 'rt', 'pPr', 'rPr', 'Fallback', 'txbxContent']);

/** The text of a paragraph or of a part of it, as a reader sees it. `footnote` gives the mark for a reference to one. */
export function runText(element: Element, footnote: (reference: Element) => string): string {
  return element.children
    .map((child) => {
      if (typeof child === 'string') return element.name === 't' ? child : '';
      return partText(child, footnote);
    })
    .join('');
}

function partText(part: Element, footnote: (reference: Element) => string): string {
  switch (part.name) {
    case 'tab':
      return '\t';
    case 'br':
      return part.attributes.type === 'page' || part.attributes.type === 'column' ? '' : '\n';
    case 'cr':
      return '\n';
    case 'noBreakHyphen':
      return '-';
    case 'footnoteReference':
    case 'endnoteReference':
      return footnote(part);
    default:
      return SKIPPED.has(part.name) || isHidden(part) ? '' : runText(part, footnote);
  }
}

function isHidden(part: Element): boolean {
  if (part.name !== 'r') return false;
  const format = elementsOf(part).find(({ name }) => name === 'rPr');
  return (
    format !== undefined && elementsOf(format).some(({ name, attributes }) => name === 'vanish' && isOn(attributes))
  );
}

/** True where a switch is on: it is there and does not say otherwise. */
function isOn({ val }: Record<string, string>): boolean {
  return val !== '0' && val !== 'false' && val !== 'off';
}
