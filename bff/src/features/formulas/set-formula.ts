import { liteAdaptor } from 'mathjax-full/js/adaptors/liteAdaptor.js';
import { RegisterHTMLHandler } from 'mathjax-full/js/handlers/html.js';
import { TeX } from 'mathjax-full/js/input/tex.js';
import { mathjax } from 'mathjax-full/js/mathjax.js';
import { SVG } from 'mathjax-full/js/output/svg.js';
import type { Formula, SetFormula } from '@huati/shared';
import 'mathjax-full/js/input/tex/ams/AmsConfiguration.js';
import 'mathjax-full/js/input/tex/base/BaseConfiguration.js';
import 'mathjax-full/js/input/tex/boldsymbol/BoldsymbolConfiguration.js';
import 'mathjax-full/js/input/tex/braket/BraketConfiguration.js';
import 'mathjax-full/js/input/tex/cancel/CancelConfiguration.js';
import 'mathjax-full/js/input/tex/cases/CasesConfiguration.js';
import 'mathjax-full/js/input/tex/centernot/CenternotConfiguration.js';
import 'mathjax-full/js/input/tex/color/ColorConfiguration.js';
import 'mathjax-full/js/input/tex/gensymb/GensymbConfiguration.js';
import 'mathjax-full/js/input/tex/mathtools/MathtoolsConfiguration.js';
import 'mathjax-full/js/input/tex/mhchem/MhchemConfiguration.js';
import 'mathjax-full/js/input/tex/textmacros/TextMacrosConfiguration.js';
import 'mathjax-full/js/input/tex/upgreek/UpgreekConfiguration.js';

/**
 * What of LaTeX is known. Left out: what makes links, styles and names (`html`, `unicode`, `bbox`), what loads more (`require`,
 * `autoload`), and what defines macros, for those would be there for whoever comes next.
 */
const PACKAGES = [
  'base',
  'ams',
  'boldsymbol',
  'braket',
  'cancel',
  'cases',
  'centernot',
  'color',
  'gensymb',
  'mathtools',
  'mhchem',
  'textmacros',
  'upgreek',
];

/** The base has these, which set attributes, name colours for good, and link; mathtools defines environments by the others. */
const REFUSED =
  /\\(?:mmlToken|definecolor|ref|eqref|href|DeclareMathOperator|DeclarePairedDelimiters?X?P?P?|newtagform|renewtagform|usetagform|mathtoolsset)(?![a-zA-Z])/;
/** Numbers of formulas mean nothing beside each other in a chat: they stand behind the formula as text. */
const TAG = /\\tag\*?\s*\{([^{}]*)\}/g;
const LABEL = /\\label\s*\{[^{}]*\}/g;

/** Deeper ones take the longer the deeper they are, and nobody reads them. */
const DEPTH_MAX = 24;
/** Larger is no formula, but somebody who wants to fill a screen; em. */
const WIDTH_MAX = 200;
const HEIGHT_MAX = 100;
/** The largest picture given out, in UTF-16 units. */
const SVG_MAX_UNITS = 64 * 1024;
/** Units of MathJax's own drawing in an em. */
const EM = 1000;

export type Outcome = SetFormula | { error: 'not_understood' | 'too_large' };

const adaptor = liteAdaptor({ cjkCharWidth: 1 });
RegisterHTMLHandler(adaptor);
const input = new TeX({
  packages: PACKAGES,
  tags: 'none',
  maxMacros: 1000,
  maxBuffer: 5 * 1024,
  // A formula that is half understood is worse than its source.
  formatError: (_parser: unknown, error: Error) => {
    throw error;
  },
});
const page = mathjax.document('', { InputJax: input, OutputJax: new SVG({ fontCache: 'none' }) });

/** Sets one formula. */
export function setFormula({ tex, display }: Formula): Outcome {
  if (REFUSED.test(tex) || depthOf(tex) > DEPTH_MAX) return { error: 'not_understood' };
  let drawn: string;
  try {
    input.reset();
    const plain = tex.replace(LABEL, '').replace(TAG, '\\qquad\\text{($1)}');
    const node = page.convert(plain, { display, em: 16, ex: 8, containerWidth: 80 * 16 }) as Parameters<
      typeof adaptor.firstChild
    >[0];
    drawn = adaptor.outerHTML(adaptor.firstChild(node) as Parameters<typeof adaptor.outerHTML>[0]);
  } catch {
    // What MathJax does not know, it says by throwing; nothing of its words is for whoever reads the answer.
    return { error: 'not_understood' };
  }
  return outcomeOf(drawn);
}

/** How deep braces stand in each other. */
function depthOf(tex: string): number {
  let depth = 0;
  let most = 0;
  for (const sign of tex) {
    if (sign === '{') depth += 1;
    else if (sign === '}') depth -= 1;
    most = Math.max(most, depth);
  }
  return most;
}

function outcomeOf(drawn: string): Outcome {
  const box = /^<svg [^>]*viewBox="0 (-?[\d.]+) ([\d.]+) ([\d.]+)"/.exec(drawn);
  if (!box) return { error: 'not_understood' };
  const [top, width, height] = box.slice(1).map((units) => Number(units) / EM) as [number, number, number];
  if (width > WIDTH_MAX || height > HEIGHT_MAX || drawn.length > SVG_MAX_UNITS) return { error: 'too_large' };
  const svg = cleaned(drawn);
  // Nothing above makes such elements; were a new version to, no client would get to see them.
  if (/<(?!\/?(?:svg|g|path|rect|text|line|polygon|ellipse)\b)|<[^>]*(?:href|url\(|\son\w+=)/i.test(svg))
    return { error: 'not_understood' };
  return { svg, width: rounded(width), height: rounded(height), depth: rounded(height + top) };
}

/** Without what only MathJax in a page needs, and with black as the colour of the text. */
function cleaned(drawn: string): string {
  return drawn.replace(/<[a-z][^>]*>/g, (tag) =>
    tag
      .replace(/ (?:data-[\w-]+|role|focusable|class|style|aria-[\w-]+)="[^"]*"/g, '')
      .replace(/^(<svg\b.*?) width="[^"]*" height="[^"]*"/, '$1')
      .replace(' fill="black"', ' fill="currentColor"'),
  );
}

const rounded = (em: number): number => Math.round(em * EM) / EM;
