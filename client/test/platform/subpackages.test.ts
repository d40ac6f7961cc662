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

  it('change nothing where there are none', () => {
    const whole = new Map(built).set('app.json', JSON.stringify({ pages: ['pages/chat/index'] }));
    expect(intoSubpackages(whole)).toEqual(whole);
  });
});
