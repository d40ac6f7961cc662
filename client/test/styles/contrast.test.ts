// @vitest-environment node
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const source = readFileSync(new URL('../../src/styles/tokens.scss', import.meta.url), 'utf8');

/** WCAG 2.2: text 4.5 to 1, what is not text but has to be seen 3 to 1. */
const TEXT = 4.5;
const SHAPE = 3;

type Colour = readonly [red: number, green: number, blue: number, alpha: number];
type Theme = Record<string, Colour>;

function colourOf(value: string): Colour | undefined {
  const [, red, green, blue] = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(value) ?? [];
  if (red && green && blue) return [parseInt(red, 16), parseInt(green, 16), parseInt(blue, 16), 1];
  const parts = /^rgba\(([\d., ]+)\)$/.exec(value)?.[1]?.split(',').map(Number);
  const [r, g, b, alpha] = parts ?? [];
  return r === undefined || g === undefined || b === undefined || alpha === undefined ? undefined : [r, g, b, alpha];
}

function themeOf(name: string): Theme {
  const body = new RegExp(`@mixin ${name} \\{([^}]*)\\}`).exec(source)?.[1] ?? '';
  const entries = [...body.matchAll(/--([\w-]+): ([^;]+);/g)].flatMap(([, key = '', value = '']) => {
    const colour = colourOf(value);
    return colour ? [[key, colour] as const] : [];
  });
  return Object.fromEntries(entries);
}

/** The colour that is seen where `names` lie over each other, the lowest first. */
function layered(theme: Theme, names: readonly string[]): Colour {
  return names.reduce<Colour>(
    (below, name) => {
      const [red, green, blue, alpha] = theme[name] ?? [NaN, NaN, NaN, NaN];
      const mix = (over: number, under: number): number => over * alpha + under * (1 - alpha);
      return [mix(red, below[0]), mix(green, below[1]), mix(blue, below[2]), 1];
    },
    [0, 0, 0, 1],
  );
}

function luminance([red, green, blue]: Colour): number {
  const linear = (value: number): number =>
    value <= 10.31475 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4;
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function contrast(theme: Theme, over: string, grounds: readonly string[]): number {
  const [one, other] = [luminance(layered(theme, [...grounds, over])), luminance(layered(theme, grounds))];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

const PAPERS = ['paper', 'paper-raised', 'paper-sunk'];
const CODE = ['keyword', 'string', 'number', 'name', 'type', 'comment'].map((kind) => `code-${kind}`);
const on = (texts: readonly string[], grounds: readonly (readonly string[])[]) =>
  texts.flatMap((text) => grounds.map((ground) => [text, ground] as const));
const papersUnder = (...over: string[]) => PAPERS.map((paper) => [paper, ...over]);

/** What is written on what, wherever in the product. */
const TEXTS = [
  ...on(['ink', 'ink-soft', 'ink-faint', 'accent', 'danger'], papersUnder()),
  ...on(['ink', 'ink-soft', 'accent', 'danger'], papersUnder('press')),
  ...on(['ink', 'accent'], papersUnder('accent-soft')),
  ...on(['danger'], papersUnder('danger-soft')),
  ...on(['ink'], [['tint'], ...papersUnder('mark')]),
  ...on(['on-accent'], [['accent'], ['accent-strong']]),
  ...on(['on-notice', 'on-notice-accent'], [['notice']]),
  ...on(CODE, [['paper-sunk'], ['paper']]),
];
/** Borders of fields, switches and what can be chosen, and the ring around what has the focus. */
const SHAPES = on(['control', 'accent'], papersUnder());

describe.each(['light', 'dark'])('in the %s theme', (name) => {
  const theme = themeOf(name);

  it('every text is read with ease on everything that it stands on', () => {
    const weak = TEXTS.map(([text, ground]) => [text, ground.join(' + '), contrast(theme, text, ground)] as const)
      .filter(([, , ratio]) => !(ratio >= TEXT))
      .map(([text, ground, ratio]) => `${text} on ${ground}: ${ratio.toFixed(2)}`);
    expect(weak).toEqual([]);
  });

  it('what has to be seen is', () => {
    const weak = SHAPES.map(([shape, ground]) => [shape, ground.join(' + '), contrast(theme, shape, ground)] as const)
      .filter(([, , ratio]) => !(ratio >= SHAPE))
      .map(([shape, ground, ratio]) => `${shape} on ${ground}: ${ratio.toFixed(2)}`);
    expect(weak).toEqual([]);
  });
});

it('knows the formula: black on white is 21 to 1', () => {
  const theme: Theme = { black: [0, 0, 0, 1], white: [255, 255, 255, 1], half: [255, 255, 255, 0.5] };
  expect(contrast(theme, 'black', ['white'])).toBeCloseTo(21, 5);
  expect(layered(theme, ['black', 'half'])).toEqual([127.5, 127.5, 127.5, 1]);
});
