import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calculate } from '../src/features/planning/tools/calculator';
import { wantsReckoning } from '../src/features/planning/tools/tools';
import { Calls } from '../src/upstreams/model/calls';
import { translateChunk } from '../src/upstreams/model/translate';

/** How long this process has reckoned since then, in ms: a machine that stands still or does other things does not count. */
function reckonedFor(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}

describe('the calculator', () => {
  it.each([
    ['1+2*3', '7'],
    ['(1+2)*3', '9'],
    ['0.1+0.2', '0.3'],
    ['2^10', '1024'],
    ['2**3**2', '512'],
    ['-2^2', '-4'],
    ['2^-1', '0.5'],
    ['1,234,567 + 1', '1234568'],
    ['12800 × 3.5%', '448'],
    ['（１００＋５０）÷４＝', '37.5'],
    ['100 − 20%', '99.8'],
    ['7 % 3', '1'],
    ['7 mod (1+3)', '3'],
    ['50%+1', '1.5'],
    ['sqrt(16)+√9', '7'],
    ['round(2.345, 2)', '2.35'],
    ['abs(-3) + min(4,2,8) + max(100,200)', '205'],
    ['floor(-1.5) + ceil(1.2)', '0'],
    ['1.5e3', '1500'],
    ['1/3', '0.33333333333333333333'],
    ['99999999999999999999 * 99999999999999999999', '9999999999999999999800000000000000000001'],
  ])('%s = %s', (term, text) => expect(calculate(term)).toEqual({ ok: true, text }));

  it.each([
    ...[
      '',
      '1+',
      '(1',
      '1)',
      '1 2',
      'two',
      '1/0',
      '5 mod 0',
      'sqrt(-1)',
      '(-8)^0.5',
      '9^9^9',
      '1e9999',
      '10^2000',
      'x=1',
      '1,23',
      'sqrt(1,2)',
    ],
    ...[
      'constructor(1)',
      '__proto__',
      'process.exit()',
      '1;2',
      `${'('.repeat(200)}1`,
      '-'.repeat(400) + '1',
      '1'.repeat(501),
      '9'.repeat(61),
    ],
  ])('says what is wrong with %s, at once', (term) => {
    const since = process.cpuUsage();
    const { ok, text } = calculate(term);
    expect(ok).toBe(false);
    expect(text).toMatch(/^This cannot be calculated/);
    expect(reckonedFor(since)).toBeLessThan(500);
  });

  it('calculates as whole numbers of any size do', () => {
    const number = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n });
    fc.assert(
      fc.property(number, number, number, (a, b, c) => {
        const term = `(${a}) * (${b}) + (${c}) - (${b}) * -(${c})`;
        expect(calculate(term)).toEqual({ ok: true, text: String(a * b + c - b * -c) });
      }),
    );
  });

  it('calculates as fractions do', () => {
    const part = fc.integer({ min: -9999, max: 9999 });
    const whole = fc.integer({ min: 1, max: 9999 });
    fc.assert(
      fc.property(part, whole, part, whole, (a, b, c, d) => {
        // (a/b + c/d) * b * d is the whole number a*d + c*b, as near as 60 digits have it.
        expect(calculate(`round((${a}/${b} + ${c}/${d}) * ${b} * ${d}, 20)`).text).toBe(String(a * d + c * b));
      }),
    );
  });

  it('never throws and never hangs, whatever it is given', () => {
    const parts = fc.constantFrom(...'0123456789.,+-*/^%()eE√× sqrtmodround'.split(''), '9^', 'max(', '**');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(parts, { maxLength: 120 }).map((all) => all.join('')),
        ),
        (term) => {
          const since = process.cpuUsage();
          expect(typeof calculate(term).text).toBe('string');
          expect(reckonedFor(since)).toBeLessThan(500);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is offered where there is something to reckon with', () => {
    for (const text of ['128*36', '12800元的3.5%是多少', '从 350 增长到 420', 'what is the sum of 3 and 4'])
      expect(wantsReckoning(text)).toBe(true);
    for (const text of ['星河科技是谁投资的', '2023年', '多少家公司', '第1条'])
      expect(wantsReckoning(text)).toBe(false);
  });
});

describe('calls that come in pieces', () => {
  const together = (chunks: object[]) => {
    const calls = new Calls();
    for (const chunk of chunks) {
      const data = JSON.stringify({ choices: [{ delta: { tool_calls: [chunk] } }] });
      for (const piece of translateChunk(data)) if (piece.kind === 'call-piece') calls.add(piece);
    }
    return calls.take();
  };
  const json = '{"expression":"1+1"}';

  it('are whole however the arguments are cut', () => {
    for (let at = 0; at <= json.length; at += 1) {
      const cut = [json.slice(0, at), json.slice(at)];
      expect(
        together([
          { index: 0, id: 'a', type: 'function', function: { name: 'calculator', arguments: '' } },
          ...cut.map((piece) => ({ index: 0, function: { arguments: piece } })),
          { index: 1, id: 'b', function: { name: 'search', arguments: '{}' } },
        ]),
      ).toEqual([
        { id: 'a', name: 'calculator', arguments: json },
        { id: 'b', name: 'search', arguments: '{}' },
      ]);
    }
  });

  it('are told apart where indices, ids or names are missing, repeated or wrong', () => {
    const called = (name: string, given: string | object) => ({ function: { name, arguments: given } });
    expect(together([called('calculator', json), called('search', '{}')])).toMatchObject([
      { id: 'call_1' },
      { id: 'call_2' },
    ]);
    expect(together([{ index: 0, id: '', ...called('calculator', { expression: '1+1' }) }])).toEqual([
      { id: 'call_1', name: 'calculator', arguments: json },
    ]);
    expect(
      together([
        { index: 0, id: 'a', ...called('calculator', '{') },
        { index: 0, id: 'b', ...called('search', '{}') },
      ]),
    ).toHaveLength(2);
    expect(
      together([
        { index: 0, id: 'a', ...called('calculator', '{') },
        { index: 0, id: 'a', ...called('calculator', '}') },
      ]),
    ).toEqual([{ id: 'a', name: 'calculator', arguments: '{}' }]);
    expect(together([{ index: 0, id: 'a', function: { arguments: '{}' } }])).toEqual([]);
  });
});
