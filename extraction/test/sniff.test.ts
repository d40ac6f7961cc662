import { encrypt } from 'officecrypto-tool';
import { describe, expect, it } from 'vitest';
import { sniff } from '../src';
import { fileOf, gb18030, utf16, zipOf } from './samples/files';
import { docx, p, pptx, shape, types, xlsx } from './samples/parts';

const kindOf = async (content: string | Uint8Array) => sniff(await fileOf(content));

/** A compound file with one stream of that name, as far as its directory goes. */
function compound(stream: string): Uint8Array {
  const bytes = Buffer.alloc(4 * 512);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(bytes);
  bytes.writeUInt16LE(9, 30);
  bytes.writeUInt32LE(1, 48);
  bytes.writeUInt32LE(0, 76);
  bytes.fill(0xff, 512, 1024);
  bytes.writeUInt32LE(0xfffffffe, 512 + 4);
  for (const [at, name] of ['Root Entry', stream].entries()) {
    bytes.write(name, 1024 + at * 128, 'utf16le');
    bytes.writeUInt16LE((name.length + 1) * 2, 1024 + at * 128 + 64);
  }
  return bytes;
}

describe('the kind of a file', () => {
  it('is that of its archive', async () => {
    expect(await kindOf(docx(p('正文')))).toEqual({ kind: 'docx' });
    expect(await kindOf(pptx([shape(['页'])], [1]))).toEqual({ kind: 'pptx' });
    expect(await kindOf(xlsx([{ name: '表', xml: '<sheetData/>' }]))).toEqual({ kind: 'xlsx' });
    const macros = types('application/vnd.ms-excel.sheet.macroEnabled.main+xml');
    expect(await kindOf(zipOf({ '[Content_Types].xml': macros }))).toEqual({ kind: 'xlsx' });
    expect(await kindOf(zipOf({ 'a.txt': '普通压缩包' }))).toEqual({ refused: 'unsupported' });
    const binary = types('application/vnd.ms-excel.sheet.binary.macroEnabled.main');
    expect(await kindOf(zipOf({ '[Content_Types].xml': binary }))).toEqual({ refused: 'unsupported' });
  });

  it('tells old office files, and those under a password', async () => {
    for (const stream of ['WordDocument', 'Workbook', 'PowerPoint Document']) {
      expect(await kindOf(compound(stream))).toEqual({ refused: 'legacy' });
    }
    expect(await kindOf(compound('__substg1.0_0037001F'))).toEqual({ refused: 'unsupported' });
    expect(await kindOf('{\\rtf1\\ansi 你好}')).toEqual({ refused: 'legacy' });
    const locked = encrypt(Buffer.from(docx(p('机密'.repeat(2_000)))), { password: '密码123' });
    expect(await kindOf(locked)).toEqual({ refused: 'encrypted' });
  });

  it('is that of its text, in each encoding', async () => {
    expect(await kindOf('')).toEqual({ refused: 'empty' });
    expect(await kindOf('你好，世界。')).toEqual({ kind: 'text', charset: 'utf-8' });
    expect(await kindOf(gb18030('你好，世界。'))).toEqual({ kind: 'text', charset: 'gb18030' });
    expect(await kindOf(utf16('你好，世界。'))).toEqual({ kind: 'text', charset: 'utf-16le' });
    expect(await kindOf(gb18030('姓名,年龄\n张三,30\n李四,40\n'))).toEqual({ kind: 'csv', charset: 'gb18030' });
    expect(await kindOf(Uint8Array.from({ length: 500 }, (_, at) => at % 256))).toEqual({ refused: 'unsupported' });
  });

  it.each([
    ['csv', '姓名\t年龄\t城市\n张三\t30\t北京\n'],
    ['csv', '"备注, 带逗号","第一行\n第二行",丙\n1,2,3\n'],
    ['text', 'Hello, world\nBye, world\nHi, there\n'],
    ['text', '{"甲":1,"乙":2}\n{"甲":3,"乙":4}\n'],
    ['text', 'SELECT a;\nSELECT b;\nSELECT c;\n'],
    ['markdown', '# 标题\n\n- 一\n- 二\n'],
    ['markdown', '## 只有小标题\n正文'],
    ['markdown', '见[文档](https://example.com)。'],
    ['markdown', '| 甲 | 乙 |\n|----|----|\n| 1 | 2 |\n'],
    ['text', '#!/bin/sh\n# 注释\necho 你好\n- x\n'],
    ['text', 'import os\n# 注释\ndef main():\n    pass\n# - 列表\n'],
    ['text', '第一，开会。\n第二，散会。\n'],
    ['html', '\ufeff<!-- 存于 2024 -->\n<!DOCTYPE html><p>你好'],
    ['html', '<table border=1><tr><td>导出</td></tr></table>'],
    ['text', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ['text', '<?xml version="1.0"?><根><子/></根>'],
    ['text', 'GIF 动画的说明'],
    ['text', '文件以 %PDF-1.7 开头'],
    ['pdf', '\n%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n'],
  ])('%s: %j', async (kind, content) => {
    expect(await kindOf(content)).toEqual({ kind, charset: kind === 'pdf' ? undefined : 'utf-8' });
  });

  it('takes pictures by their marks alone', async () => {
    const mark = (hex: string) => Buffer.concat([Buffer.from(hex, 'hex'), Buffer.alloc(64)]);
    expect(await kindOf(mark('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489'))).toEqual({
      kind: 'png',
    });
    expect(await kindOf(mark('ffd8ffe000104a46494600'))).toEqual({ kind: 'jpeg' });
    expect(await kindOf(mark('474946383961'))).toEqual({ kind: 'gif' });
    expect(await kindOf(mark('524946460000000057454250565038'))).toEqual({ kind: 'webp' });
    expect(await kindOf(mark('00000018667479706865696300000000'))).toEqual({ kind: 'heic' });
  });
});
