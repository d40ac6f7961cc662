// @vitest-environment node
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const read = (path: string): string => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');
const sources = import.meta.glob<string>('../../src/**/*.vue', { query: '?raw', import: 'default', eager: true });

it('what is loaded when it is opened is open when it begins, and sees that', () => {
  const list = /const LATER = \[([^\]]+)\]/.exec(read('vite.web.config.ts'))?.[1] ?? '';
  const names = [...list.matchAll(/'(\w+)'/g)].map(([, name]) => name);
  expect(names.length).toBeGreaterThan(20);
  const late = Object.entries(sources).filter(([path]) => names.some((name) => path.endsWith(`/${name ?? ''}.vue`)));
  const watches = late.flatMap(([path, source]) =>
    [...source.matchAll(/\nwatch\(\n[^]*?\n\);/g)].map(([text]) => ({ path, text })),
  );
  const ofOpening = watches.filter(({ text }) => /^\nwatch\(\n[^\n]*props\.open\b/.test(text));
  expect(ofOpening.length).toBeGreaterThan(5);
  expect(ofOpening.filter(({ text }) => !text.includes('immediate: true')).map(({ path }) => path)).toEqual([]);
});
