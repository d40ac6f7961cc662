import { describe, expect, it } from 'vitest';
import { columns, framed } from '../lib/banner.mjs';
import { bffOutput } from '../lib/bff-output.mjs';
import { inWords, ofVitest, sum, table } from '../lib/tally.mjs';

describe('the tally', () => {
  it('counts what vitest reports', () => {
    const report = { numPassedTests: 3, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 };
    expect(ofVitest(report, 1)).toEqual({ passed: 3, failed: 1, skipped: 3 });
  });
  it('lets no run pass that tried nothing', () => {
    expect(ofVitest({ numPassedTests: 0 }, 0).failed).toBe(1);
    expect(ofVitest(undefined, 0).failed).toBe(1);
  });
  it('lets no run pass that failed outside of its tests', () => {
    expect(ofVitest({ numPassedTests: 9 }, 1)).toEqual({ passed: 9, failed: 1, skipped: 0 });
  });
  it('tells at the end what failed, and why', () => {
    const failed = {
      fullName: 'sends an edit',
      status: 'failed',
      failureMessages: ['expected 1 to be 2\n    at x.ts:3'],
    };
    const report = {
      numFailedTests: 1,
      testResults: [
        { name: '/a/client/test/chat.test.ts', status: 'failed', assertionResults: [failed] },
        { name: '/a/client/test/broken.test.ts', status: 'failed', message: 'no such file', assertionResults: [] },
        {
          name: '/a/client/test/well.test.ts',
          status: 'passed',
          assertionResults: [{ fullName: 'is', status: 'passed' }],
        },
      ],
    };
    const lines = table([{ name: 'client', time: '1 s', ...ofVitest(report, 1) }]).split('\n');
    expect(lines.slice(3)).toEqual([
      '  ✗ client/test/chat.test.ts > sends an edit',
      '      expected 1 to be 2',
      '          at x.ts:3',
      '',
      '  ✗ client/test/broken.test.ts',
      '      no such file',
      '',
      '0 passed, 1 failed, 0 skipped',
    ]);
  });
  it('ends with the totals alone on the last line', () => {
    const rows = [
      { name: 'a', time: '1 s', passed: 1, failed: 0, skipped: 2 },
      { name: 'b', time: '1 s', passed: 2, failed: 1, skipped: 0 },
    ];
    expect(table(rows).split('\n').at(-1)).toBe('3 passed, 1 failed, 2 skipped');
    expect(inWords(sum(rows))).toBe('3 passed, 1 failed, 2 skipped');
  });
});

describe('the frame', () => {
  it('is straight with Han characters in it', () => {
    const widths = framed(['Huati 话题', 'x', '端点，已就绪']).split('\n').map(columns);
    expect(new Set(widths).size).toBe(1);
  });
});

describe('what the server writes', () => {
  const listening = '{"level":30,"port":4321,"msg":"listening"}';

  it('tells the port, and is not shown while all is well', async () => {
    /** @type {string[]} */
    const shown = [];
    const output = bffOutput({ from: 40, print: (line) => shown.push(line) });
    output.take(listening);
    expect(await output.port).toBe(4321);
    expect(shown).toEqual([]);
    expect(output.unseen()).toEqual([listening]);
  });
  it('is shown where it warns, and where it is meant for people', () => {
    /** @type {string[]} */
    const shown = [];
    const output = bffOutput({ from: 40, print: (line) => shown.push(line) });
    const lines = ['{"level":40,"msg":"slow"}', 'The configuration has 1 fault(s):', '{ not JSON'];
    for (const line of lines) output.take(line);
    expect(shown).toEqual(lines);
  });
});
