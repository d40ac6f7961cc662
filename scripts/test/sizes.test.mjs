import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { browserTable, KB, measure, overBudget, sizesOf, sizeTable, subpackageRoots } from '../lib/sizes.mjs';
import { overPageBudget, pageSizes } from '../lib/browser-sizes.mjs';
import { sizes } from '../lib/steps.mjs';

const ROOTS = ['sub/share', 'sub/share-old'];
const files = [
  { path: 'app.js', bytes: 10 },
  { path: 'sub/share/index.js', bytes: 200 },
  { path: 'sub/share-old/index.js', bytes: 3000 },
  { path: 'sub/shared.js', bytes: 40_000 },
];

describe('sizes of a mini-program', () => {
  it('count a file in the subpackage that it lies in, and there alone', () => {
    expect(sizesOf(files, ROOTS)).toMatchObject({
      main: 40_010,
      subpackages: [
        { root: 'sub/share', bytes: 200 },
        { root: 'sub/share-old', bytes: 3000 },
      ],
      total: 43_210,
    });
  });
  it('name the ten largest files first', () => {
    const many = Array.from({ length: 12 }, (_, bytes) => ({ path: `${bytes}.js`, bytes }));
    const { largest } = sizesOf(many, []);
    expect(largest).toHaveLength(10);
    expect(largest[0]).toEqual({ path: '11.js', bytes: 11 });
  });
  it('take both of the spellings that app.json may have', () => {
    expect(subpackageRoots({ subPackages: [{ root: 'a/' }] })).toEqual(['a']);
    expect(subpackageRoots({ subpackages: [{ root: '/b' }] })).toEqual(['b']);
    expect(subpackageRoots({})).toEqual([]);
  });
});

describe('the budget', () => {
  /** @param {number} main @param {number} sub bytes */
  const over = (main, sub) =>
    overBudget(
      sizesOf(
        [
          { path: 'a.js', bytes: main },
          { path: 's/b.js', bytes: sub },
        ],
        ['s'],
      ),
    );

  it('is kept to the byte', () => expect(over(710 * KB, 1338 * KB)).toEqual([]));
  it('is broken by the main package', () => expect(over(710 * KB + 1, 0)).toEqual([expect.stringContaining('主包')]));
  it('is broken by the total', () => expect(over(710 * KB, 1338 * KB + 1)).toEqual([expect.stringContaining('合计')]));
  it('is broken by a subpackage', () =>
    expect(over(0, 2048 * KB + 1)).toEqual([expect.stringContaining('分包 s'), expect.stringContaining('合计')]));
});

describe('a build on disk', () => {
  let base = '';
  /** @param {string} path @param {string} text */
  function write(path, text) {
    mkdirSync(dirname(join(base, path)), { recursive: true });
    writeFileSync(join(base, path), text);
  }
  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), 'huati-sizes-test-'));
  });
  afterEach(() => rmSync(base, { recursive: true }));

  it('is measured in bytes, whatever its folders are called', () => {
    const app = JSON.stringify({ subPackages: [{ root: 'sub' }] });
    write('app.json', app);
    write('sub/data/题.js', '话题');
    write('node-modules/x/dist/x.js', '1234');
    expect(measure(base)).toMatchObject({ main: app.length + 4, subpackages: [{ root: 'sub', bytes: 6 }] });
  });
  it('fails its suite where it is over budget, or was not made', () => {
    // A table of a made-up build would be taken for the real one.
    const log = vi.spyOn(console, 'log').mockReturnValue();
    const h5 = join(base, 'absent');
    expect(sizes(base, h5).failed).toBe(1);
    write('app.json', '{}');
    expect(sizes(base, h5)).toEqual({ passed: 1, failed: 0, skipped: 0 });
    write('large.js', 'x'.repeat(711 * KB));
    expect(sizes(base, h5).failed).toBe(1);
    expect(log).toHaveBeenLastCalledWith(expect.stringContaining('711.0 KB > 710.0 KB'));
    log.mockRestore();
  });
  it('gets a table that marks what is too large', () => {
    write('app.json', '{}');
    write('large.js', 'x'.repeat(711 * KB));
    const lines = sizeTable(measure(base));
    expect(lines.find((line) => line.includes('主包'))).toMatch(/✗.*711\.0 KB of +710\.0 KB/);
    expect(lines.find((line) => line.includes('合计'))).toContain('✓');
    expect(lines.at(-2)).toContain('large.js');
  });
  it('of H5 is given compressed', () => {
    write('assets/a.js', 'x'.repeat(10 * KB));
    write('assets/a.css', 'y'.repeat(20 * KB));
    const [line] = browserTable(base);
    expect(line).toMatch(/JS 0\.0 KB gzip \(10\.0 KB plain, 1 files\), CSS 0\.1 KB gzip \(20\.0 KB plain/);
    expect(browserTable(join(base, 'absent'))).toEqual([]);
  });
});

describe('the pages of H5', () => {
  const base = mkdtempSync(join(tmpdir(), 'huati-pages-test-'));
  afterAll(() => rmSync(base, { recursive: true }));
  /** Letters that hardly compress. @param {number} bytes */
  const noise = (bytes) => `/*${randomBytes(bytes).toString('base64')}*/`;
  /** @param {string} name @param {string} text */
  const chunk = (name, text) => writeFileSync(join(base, 'assets', `${name}.js`), text);
  const others = ['AnswerAnnouncer', 'AnswerSheets', 'SelectionActions'];

  beforeAll(() => {
    mkdirSync(join(base, 'assets'));
    writeFileSync(join(base, 'index.html'), '<script type="module" crossorigin src="/assets/index-1.js"></script>');
    chunk('index-1', `import{a}from"./needed-1.js";import"./needed-2.js";import("./MessageList-1.js");${noise(4000)}`);
    chunk('needed-1', `export{b}from"./needed-2.js";${noise(4000)}`);
    chunk('needed-2', `import{c as d}from"./index-1.js";${noise(4000)}`);
    chunk('MessageList-1', `import{a}from"./needed-1.js";${noise(8000)}`);
    for (const name of others) chunk(`${name}-1`, '');
  });

  it('are measured by what has to be there before they run, each file once', () => {
    const [first, conversation] = pageSizes(base);
    expect(first?.bytes).toBeGreaterThan(12_000);
    expect(first?.bytes).toBeLessThan(13_500);
    expect((conversation?.bytes ?? 0) - (first?.bytes ?? 0)).toBeGreaterThan(8000);
    expect((conversation?.bytes ?? 0) - (first?.bytes ?? 0)).toBeLessThan(9000);
  });

  it('are over budget each by itself', () => {
    expect(overPageBudget(base, { first: 20 * KB, conversation: 30 * KB })).toEqual([]);
    expect(overPageBudget(base, { first: 10 * KB, conversation: 30 * KB })).toEqual([expect.stringContaining('首页')]);
    expect(overPageBudget(base, { first: 20 * KB, conversation: 15 * KB })).toEqual([expect.stringContaining('对话')]);
  });

  it('are measured by no names that the build has no more', () => {
    rmSync(join(base, 'assets', 'AnswerSheets-1.js'));
    expect(overPageBudget(base)).toEqual([expect.stringContaining('AnswerSheets')]);
  });

  it('are none where nothing was built', () => expect(overPageBudget(join(base, 'absent'))).toEqual([]));
});
