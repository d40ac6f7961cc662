import { describe, expect, it } from 'vitest';
import { chartOptions } from '@/diagrams/chart-options';

const BAR = { type: 'bar', data: [1, 2] };
const cleaned = (options: object): object => chartOptions(JSON.stringify(options));

describe('the options of a chart', () => {
  it('stay as they are where they are data', () => {
    const options = { title: { text: '销量' }, xAxis: { data: ['一', '二'] }, yAxis: {}, series: [BAR] };
    expect(cleaned(options)).toEqual(options);
    expect(cleaned({ series: BAR })).toEqual({ series: BAR });
  });

  it.each([
    'image://https://evil.example/a.png',
    ' IMAGE://x',
    'path://M0 0',
    'https://evil.example/',
    '//evil.example/',
    'data:image/svg+xml,x',
    'blob:x',
    'javascript:alert(1)',
  ])('lose the address %s, however deep', (address) => {
    const text = JSON.stringify(cleaned({ series: [{ ...BAR, symbol: address, label: [{ rich: { a: address } }] }] }));
    expect(text).not.toContain(address.trim());
    expect(text).toContain('"symbol":""');
  });

  it('lose what leads away, or is not drawn here', () => {
    const left = { link: 'x', sublink: 'x', target: 'self', tooltip: {}, toolbox: {}, graphic: [], geo: {}, media: [] };
    expect(cleaned({ ...left, title: { text: 'x', link: 'y' }, series: [BAR] })).toEqual({
      title: { text: 'x' },
      series: [BAR],
    });
    const polluting = chartOptions('{"__proto__":{"x":1},"constructor":{"x":1},"series":[{"type":"bar"}]}');
    expect(Object.keys(polluting)).toEqual(['series']);
    expect(Reflect.get({}, 'x')).toBeUndefined();
  });

  it.each([
    ['no JSON', 'function () {}'],
    ['no object', '[1]'],
    ['no series', '{}'],
    ['a series of another kind', '{"series":[{"type":"bar"},{"type":"custom"}]}'],
    ['too deep', `{"series":[{"type":"bar"}],"x":${'['.repeat(30)}${']'.repeat(30)}}`],
    ['too much', JSON.stringify({ series: [{ type: 'bar', data: Array.from({ length: 20_001 }, () => 1) }] })],
  ])('are refused: %s', (_why, source) => {
    expect(() => chartOptions(source)).toThrow();
  });
});
