// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../src/', import.meta.url));
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(?:vue|css|scss)$/.test(path))
  .map((path) => [path, readFileSync(root + path, 'utf8')] as const);
/** What others include has their rule. */
const INCLUDED = new Set(['styles/_parts.scss']);

describe('whoever asked their system for less motion', () => {
  it('sees no transition: all take the time of the tokens, which is none then', () => {
    const own = files.flatMap(([path, text]) =>
      [...text.matchAll(/transition(?:-duration)?:([^;}]+)[;}]/g)]
        .filter(([, value = '']) => /\d+m?s/.test(value.replace(/var\([^)]*\)/g, '')))
        .map(([whole]) => `${path}: ${whole}`),
    );
    expect(own).toEqual([]);
    const tokens = files.find(([path]) => path === 'styles/tokens.scss')?.[1] ?? '';
    expect(tokens).toMatch(/prefers-reduced-motion: reduce\) \{[^}]*--fast: 0\.01ms;\s*--calm: 0\.01ms;/);
  });

  it('sees no animation go on: each file that has one says what becomes of it', () => {
    const endless = files.filter(
      ([path, text]) =>
        !INCLUDED.has(path) && /\banimation:[^;]*\d/.test(text) && !text.includes('prefers-reduced-motion: reduce'),
    );
    expect(endless.map(([path]) => path)).toEqual([]);
  });
});

describe('whoever asked for larger text', () => {
  /** Drawn, printed, or zoomed in a picture with seats of a fixed size. */
  const FIXED = /print|poster|graph-picture\.css$|reader\//;

  it('has all of it larger: no size of text is fixed', () => {
    const fixed = files.flatMap(([path, text]) =>
      FIXED.test(path)
        ? []
        : [...text.matchAll(/(?:font-size|line-height): [\d.]+(?:px|pt)/g)].map(([whole]) => `${path}: ${whole}`),
    );
    expect(fixed).toEqual([]);
  });
});
