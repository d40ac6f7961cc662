import { FORMULA_MAX_UNITS, FORMULAS_MAX, type FormulasReply } from '@huati/shared';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createSetting } from '../src/features/formulas/setting';
import { setFormula } from '../src/features/formulas/set-formula';
import { createLogger } from '../src/logger';
import { api } from './client';
import { startBff, type Bff } from './harness';

/** A formula may take so long where it is not about that, in ms. */
const PATIENT_MS = 20_000;

const inline = (tex: string) => setFormula({ tex, display: false });

describe('a formula', () => {
  it('is a picture in the colour of the text, with its size in em', () => {
    const set = setFormula({ tex: '\\frac{a}{b}', display: true });
    expect(set).toMatchObject({ height: 1.814, depth: 0.697 });
    expect('svg' in set && set.svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox=.*currentColor/);
    expect('svg' in set && set.svg).not.toMatch(/data-|style=|class=|black/);
    expect(inline('\\text{速度}=v')).toMatchObject({ svg: expect.stringContaining('速') as unknown });
    expect(inline('\\rule{1em}{1em}')).not.toMatchObject({ svg: expect.stringContaining('black') as unknown });
  });

  it.each([
    '\\sum_{i=1}^n i^2',
    '\\begin{align} a &= b \\label{x} \\\\ c &= d \\tag{1} \\end{align}',
    '\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}',
    '\\begin{cases} x & x>0 \\\\ -x & \\text{否则} \\end{cases}',
    '\\ce{2H2 + O2 -> 2H2O}',
    '\\mathbb{R} \\subseteq \\boldsymbol{\\alpha} \\, \\cancel{x} \\, \\bra{\\psi}',
    '\\color{red}{x} + \\overset{?}{=} \\dfrac{1}{2} \\xrightarrow{k}',
    '\\operatorname*{arg\\,max}_\\theta \\left\\lVert x \\right\\rVert',
  ])('that models write is set: %s', (tex) => {
    expect(inline(tex)).toMatchObject({ svg: expect.stringContaining('<svg') as unknown });
  });

  it.each([
    '\\foo',
    '\\frac{',
    '\\href{https://a.example}{x}',
    '\\url{x}',
    '\\mmlToken{mi}[href="javascript:alert(1)"]{x}',
    '\\style{color:red}{x}',
    '\\class{x}{y}',
    '\\cssId{x}{y}',
    '\\unicode{65}',
    '\\require{html}',
    '\\ref{x}',
    '\\def\\x{1}\\x',
    '\\newcommand{\\x}{1}\\x',
    '\\let\\x\\y',
    '\\bbox[url(x)]{x}',
    '\\color{url(https://a.example)}{x}',
    '\\definecolor{red}{rgb}{0,0,0} x',
    '\\DeclarePairedDelimiter{\\x}{(}{)} \\x{1}',
    '\\includegraphics{x}',
    `${'\\sqrt{'.repeat(330)}x`,
  ])('is not set where it links, loads, defines or is no LaTeX: %.40s', (tex) => {
    expect(inline(tex)).toEqual({ error: 'not_understood' });
  });

  it.each(['\\rule{9999em}{1em}', '\\rule{1em}{9999em}', '\\Re'.repeat(400)])(
    'is not set where it is too large: %#',
    (tex) => expect(inline(tex)).toEqual({ error: 'too_large' }),
  );

  it('leaves nothing behind for the next', () => {
    inline('\\label{a} x');
    expect(inline('\\label{a} x')).toEqual(inline('x'));
  });

  it('keeps what would be markup as text', () => {
    const set = inline('\\text{<script>alert(1)</script>"}');
    expect('svg' in set && set.svg).not.toContain('<script');
  });
});

describe('setting', () => {
  it('gives the same again from memory', async () => {
    const setting = createSetting(createLogger('silent'), PATIENT_MS);
    const [first, again] = await Promise.all([1, 2].map(() => setting.set({ tex: 'a+b', display: false })));
    expect(first).toMatchObject({ svg: expect.any(String) as unknown });
    expect(again).toBe(first);
    await setting.close();
  });

  it('gives up what takes too long, remembers that, and goes on', async () => {
    const lines: string[] = [];
    const setting = createSetting(createLogger('info', { write: (line) => void lines.push(line) }), 60);
    const long = { tex: `\\text{${'速'.repeat(10)}}${'\\Re'.repeat(660)}`, display: true };
    expect(await setting.set(long)).toEqual({ error: 'too_large' });
    expect(await setting.set(long)).toEqual({ error: 'too_large' });
    expect(lines.filter((line) => line.includes('was given up'))).toHaveLength(1);
    expect(lines.join('')).not.toContain('速');
    // On a busy machine a small one may take as long, but not each of them.
    const small = (n: number) => setting.set({ tex: `x_{${n}}`, display: false });
    let n = 0;
    await expect.poll(() => small((n += 1)), { timeout: 20_000 }).toMatchObject({ svg: expect.any(String) as unknown });
    await setting.close();
  });
});

describe('POST /api/formulas', () => {
  let bff: Bff;
  const set = (token: string | undefined, body: object) =>
    api(bff.url, token, '/api/formulas', { method: 'POST', body });
  let power = 1;
  const items = () => [
    { tex: `x^{${power}}`, display: false },
    { tex: `\\foo_{${power}}`, display: false },
    { tex: `x^{${power}}`, display: true },
  ];
  beforeAll(async () => {
    bff = await startBff({});
    // The first takes longest, and that one took too long is remembered: then it is tried with others.
    const token = await bff.token('first');
    const drawn = { svg: expect.any(String) as unknown };
    await vi.waitFor(async () => {
      power += 1;
      expect((await set(token, { items: items() })).body).toMatchObject({
        items: [drawn, { error: 'not_understood' }, drawn],
      });
    });
  });
  afterAll(() => bff.close());

  it('sets formulas in the order of the request, for users and for readers of shares', async () => {
    for (const token of [await bff.token(), undefined]) {
      const { status, body } = await set(token, { items: items() });
      const [inText, unknown, alone] = (body as FormulasReply).items;
      expect(status).toBe(200);
      expect(inText).toEqual(setFormula({ tex: `x^{${power}}`, display: false }));
      expect(unknown).toEqual({ error: 'not_understood' });
      expect(alone).toMatchObject({ svg: expect.stringContaining('<svg') as unknown });
    }
    expect((await set('nobody', { items: items() })).status).toBe(401);
  });

  it.each([
    ['no items', {}],
    ['an empty list', { items: [] }],
    ['an empty formula', { items: [{ tex: '', display: false }] }],
    ['too long a formula', { items: [{ tex: 'x'.repeat(FORMULA_MAX_UNITS + 1), display: false }] }],
    ['half a pair', { items: [{ tex: '\ud83d', display: false }] }],
    ['no word on its place', { items: [{ tex: 'x' }] }],
    ['too many', { items: Array.from({ length: FORMULAS_MAX + 1 }, () => ({ tex: 'x', display: false })) }],
  ])('refuses %s', async (_what, body) => {
    expect(await set(await bff.token(), body)).toMatchObject({ status: 400, body: { code: 'invalid' } });
  });

  it('is limited for each who asks', async () => {
    const token = await bff.token('busy');
    const ask = async () => (await set(token, { items: [{ tex: 'x', display: false }] })).status;
    const statuses = await Promise.all(Array.from({ length: 125 }, ask));
    expect(statuses.filter((status) => status === 429)).toHaveLength(5);
    expect((await set(await bff.token('calm'), { items: [{ tex: 'x', display: false }] })).status).toBe(200);
  });
});
