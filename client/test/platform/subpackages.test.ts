import { describe, expect, it } from 'vitest';
import { intoSubpackages } from '../../build/subpackages';

const APP = {
  pages: ['pages/chat/index'],
  subPackages: [
    { root: 'pages/legal', pages: ['index'] },
    { root: 'pages/share', pages: ['index'] },
  ],
};
const component = (usingComponents: Record<string, string>): string => JSON.stringify({ usingComponents });

const built = new Map([
  ['app.json', JSON.stringify(APP)],
  ['app.js', 'require("./common/vendor.js");Math;"./pages/legal/index.js"'],
  ['common/vendor.js', ''],
  ['pages/chat/index.js', 'require("../../common/vendor.js");const a=()=>"../../ui/Sheet.js"'],
  ['pages/chat/index.json', component({ sheet: '../../ui/Sheet' })],
  [
    'pages/legal/index.js',
    'require("../../legal/text.js");const a=()=>"../../legal/Part.js",b=()=>"../../ui/Sheet.js"',
  ],
  ['pages/legal/index.json', component({ part: '../../legal/Part', sheet: '../../ui/Sheet', map: 'plugin://map/map' })],
  ['pages/share/index.js', 'require("../../both.js")'],
  ['pages/share/index.json', '{}'],
  ['legal/text.js', 'require("../common/vendor.js");require("./words.en.js");require("../both.js")'],
  ['legal/words.en.js', '"./not/a/file.js"'],
  ['legal/Part.js', 'require("../common/vendor.js")'],
  ['legal/Part.json', component({ other: './Other' })],
  ['legal/Part.wxml', '<import src="./rows.wxml"/><wxs src="../own.wxs" module="own"/>'],
  ['legal/Part.wxss', '@import "../styles/prose.wxss";@import "./own.wxss";'],
  ['legal/Other.js', ''],
  ['legal/rows.wxml', ''],
  ['legal/own.wxss', ''],
  ['own.wxs', ''],
  ['styles/prose.wxss', ''],
  ['pages/chat/index.wxss', '@import "../../styles/prose.wxss";'],
  ['both.js', ''],
  ['ui/Sheet.js', 'require("../common/vendor.js")'],
]);

describe('the packages of a mini-program', () => {
  const packed = intoSubpackages(built);

  it('have below their root what nothing else needs, and leave what the first page or two of them need', () => {
    const moved = [...built.keys()].filter((path) => !packed.has(path));
    expect(moved).toEqual([
      'legal/text.js',
      'legal/words.en.js',
      'legal/Part.js',
      'legal/Part.json',
      'legal/Part.wxml',
      'legal/Part.wxss',
      'legal/Other.js',
      'legal/rows.wxml',
      'legal/own.wxss',
      'own.wxs',
    ]);
    expect(moved.every((path) => packed.has(`pages/legal/${path}`))).toBe(true);
    expect(packed.size).toBe(built.size);
  });

  it('name every file where it lies now', () => {
    expect(packed.get('pages/legal/index.js')).toBe(
      'require("./legal/text.js");const a=()=>"./legal/Part.js",b=()=>"../../ui/Sheet.js"',
    );
    expect(packed.get('pages/legal/index.json')).toBe(
      component({ part: './legal/Part', sheet: '../../ui/Sheet', map: 'plugin://map/map' }),
    );
    expect(packed.get('pages/legal/legal/text.js')).toBe(
      'require("../../../common/vendor.js");require("./words.en.js");require("../../../both.js")',
    );
    expect(packed.get('pages/legal/legal/words.en.js')).toBe('"./not/a/file.js"');
    expect(packed.get('pages/legal/legal/Part.json')).toBe(component({ other: './Other' }));
    expect(packed.get('pages/legal/legal/Part.wxml')).toBe(
      '<import src="./rows.wxml"/><wxs src="../own.wxs" module="own"/>',
    );
    expect(packed.get('pages/legal/legal/Part.wxss')).toBe(
      '@import "../../../styles/prose.wxss";@import "./own.wxss";',
    );
  });

  it('have what no first page shows in the one that comes right after it, and something stands for it until then', () => {
    const later = new Map(built)
      .set('pages/chat/index.json', component({ sheet: '../../ui/Sheet', exports: '../../export/ExportSheet' }))
      .set('pages/chat/index.js', 'require("../../common/vendor.js");require.async("../../code/colours.js")')
      .set('pages/share/index.json', component({ exports: '../../export/ExportSheet' }))
      .set('pages/legal/index.json', component({ exports: '../../export/ExportSheet' }))
      .set('export/ExportSheet.json', component({ sheet: '../ui/Sheet' }))
      .set('export/ExportSheet.js', 'require("./steps.js");require("../both.js")')
      .set('export/steps.js', '')
      .set('code/colours.js', 'require("../common/vendor.js")')
      .set('code/nobody.js', 'require("./colours.js")');
    const laid = intoSubpackages(later);
    const path = '../legal/export/ExportSheet';
    const json = (file: string): unknown => JSON.parse(laid.get(file) ?? '');
    expect(json('pages/chat/index.json')).toEqual({
      usingComponents: { sheet: '../../ui/Sheet', exports: path },
      componentPlaceholder: { exports: 'view' },
    });
    expect(json('pages/share/index.json')).toEqual({
      usingComponents: { exports: path },
      componentPlaceholder: { exports: 'view' },
    });
    expect(json('pages/legal/index.json')).toEqual({ usingComponents: { exports: './export/ExportSheet' } });
    expect(laid.get('pages/chat/index.js')).toContain('require.async("../legal/code/colours.js")');
    expect(laid.get('pages/legal/export/ExportSheet.js')).toBe('require("./steps.js");require("../../../both.js")');
    expect([...laid.keys()].filter((file) => /steps|colours|nobody/.test(file))).toEqual([
      'pages/legal/export/steps.js',
      'pages/legal/code/colours.js',
    ]);
  });

  it('change nothing where there are none', () => {
    const needed = /^(?:app|common|pages.chat|ui|styles)/;
    const whole = new Map([...built].filter(([path]) => needed.test(path)));
    whole.set('app.json', JSON.stringify({ pages: ['pages/chat/index'] }));
    expect(intoSubpackages(whole)).toEqual(whole);
  });
});
