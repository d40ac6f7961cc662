import mermaid from 'mermaid';
import { FONT, looksOf } from './looks';
import { LONGEST_SOURCE, type Drawing, type DrawRequest } from '@/platform/diagram-messages';

const MOST_EDGES = 400;
/** Room around a drawing, CSS pixels. */
const MARGIN = 12;
/** What a text may not set: it would change what is set below, or bring styles and links of its own. */
const OWN_SETTINGS = /%%\{[^]*?\}%%|^---\n[^]*?\n---\n/g;
const CLICKS = /^[ \t]*(?:click|links?|callback|href)\b.*$/gm;

let drawn = 0;

/** Draws what is written in Mermaid's language. Throws where it is none, or where it is too much. */
export async function drawMermaid({ source, dark }: DrawRequest): Promise<Drawing> {
  const { paper, ink, soft, line, fill, series } = looksOf(dark);
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    suppressErrorRendering: true,
    // Words as SVG's own text: HTML in it is not shown by every browser where the drawing is a picture.
    htmlLabels: false,
    flowchart: { htmlLabels: false },
    maxTextSize: LONGEST_SOURCE.mermaid,
    maxEdges: MOST_EDGES,
    fontFamily: FONT,
    theme: 'base',
    darkMode: dark,
    themeVariables: {
      darkMode: dark,
      background: paper,
      primaryColor: fill,
      primaryTextColor: ink,
      primaryBorderColor: series[0],
      secondaryColor: paper,
      tertiaryColor: paper,
      lineColor: line,
      textColor: ink,
      titleColor: ink,
      edgeLabelBackground: paper,
      noteBkgColor: paper,
      noteTextColor: soft,
      ...Object.fromEntries(series.map((colour, at) => [`pie${at + 1}`, colour])),
    },
  });
  const plain = source.replace(OWN_SETTINGS, '').replace(CLICKS, '');
  drawn += 1;
  const { svg } = await mermaid.render(`drawing-${drawn}`, plain);
  return framed(svg, paper);
}

/** The drawing with its size said, which a picture has to, and on a ground of its own. */
function framed(text: string, paper: string): Drawing {
  const svg = new DOMParser().parseFromString(text, 'text/html').querySelector('svg');
  if (!svg) throw new Error('nothing was drawn');
  const [x = 0, y = 0, width = 0, height = 0] = (svg.getAttribute('viewBox') ?? '').split(/[\s,]+/).map(Number);
  if (!(width > 0 && height > 0)) throw new Error('a drawing without a size');
  const size = { width: Math.ceil(width + 2 * MARGIN), height: Math.ceil(height + 2 * MARGIN) };
  svg.querySelectorAll('script, foreignObject, a, image').forEach((element) => {
    if (element.localName === 'a') element.replaceWith(...element.childNodes);
    else element.remove();
  });
  svg.setAttribute('viewBox', [x - MARGIN, y - MARGIN, size.width, size.height].join(' '));
  svg.setAttribute('width', String(size.width));
  svg.setAttribute('height', String(size.height));
  svg.style.cssText = `background-color: ${paper}`;
  return { svg: new XMLSerializer().serializeToString(svg), ...size };
}
