import type { Run } from '@/markdown/native/native-blocks';
import type { Styled } from './atoms';
import type { Font, Paint } from './types';

/** Runs of Markdown as text that can be set. `base`: what it looks like where nothing is said. */
export function styledOf(runs: readonly Run[], base: { font: Font; paint: Paint }): Styled[] {
  return runs.map(({ text, look }) => {
    const looks = new Set(look.split(' '));
    const size = base.font.size;
    if (looks.has('md-cite')) return { text, font: { size: size * 0.7, bold: true }, paint: 'accent', as: 'cite' };
    const bold = base.font.bold === true || looks.has('md-b');
    if (looks.has('md-code-word')) {
      return { text, font: { size: size * 0.875, mono: true, ...(bold && { bold }) }, paint: base.paint, as: 'code' };
    }
    if (looks.has('md-host')) return { text, font: { size: size * 0.8 }, paint: 'faint' };
    const font: Font = { ...base.font, ...(bold && { bold }) };
    if (looks.has('md-a')) return { text, font, paint: 'accent', as: 'link' };
    if (looks.has('md-s')) return { text, font, paint: 'faint', as: 'strike' };
    if (looks.has('md-i')) return { text, font, paint: base.paint, as: 'dots' };
    return { text, font, paint: base.paint };
  });
}

const CODE_PAINTS: readonly [RegExp, Paint][] = [
  [/hljs-(?:keyword|literal|selector-tag|section|doctag|name)/, 'codeKeyword'],
  [/hljs-(?:string|regexp|addition|attribute|template-tag)/, 'codeString'],
  [/hljs-(?:number|symbol|bullet|link)/, 'codeNumber'],
  [/hljs-(?:type|built_in)|class_/, 'codeType'],
  [/hljs-(?:title|attr|property|selector)/, 'codeName'],
  [/hljs-(?:comment|quote|meta|deletion)/, 'faint'],
];

/** The colour of a piece of code by the look that the highlighter gave it. */
export function codePaint(look: string): Paint {
  return CODE_PAINTS.find(([names]) => names.test(look))?.[1] ?? 'ink';
}
