import type { FileReason } from '@huati/shared';
import { describe, expect, it } from 'vitest';
import { sniff, toPassages, Unreadable, type Kind } from '../src';
import { fileOf, passagesOf, readAs, textsOf, zipOf } from './samples/files';
import { docx, p, pptx, relations, types, xlsx } from './samples/parts';

/** What the worst of these may take, many times more than it does: of a processor in ms, and of memory in bytes. */
const TIME_MAX = 8_000;
const MEMORY_MAX = 400 * 1024 * 1024;

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';
const withDocument = (document: string | Uint8Array) =>
  zipOf({ '[Content_Types].xml': types(DOCX), 'word/document.xml': document });

async function bounded<T>(work: () => Promise<T>): Promise<T> {
  const before = process.memoryUsage.rss();
  const started = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(started);
  expect((user + system) / 1_000).toBeLessThan(TIME_MAX);
  expect(process.memoryUsage.rss() - before).toBeLessThan(MEMORY_MAX);
  return result;
}

async function refusal(kind: Kind, content: string | Uint8Array): Promise<FileReason | 'read'> {
  return bounded(async () => {
    try {
      await readAs(kind, content);
      return 'read';
    } catch (error) {
      if (error instanceof Unreadable) return error.reason;
      throw error;
    }
  });
}

/** `archive` with the sizes that its entries claim overwritten. */
function lying(archive: Uint8Array, size: number): Uint8Array {
  const bytes = Buffer.from(archive);
  for (let at = bytes.indexOf('PK\x01\x02'); at >= 0; at = bytes.indexOf('PK\x01\x02', at + 4))
    bytes.writeUInt32LE(size, at + 24);
  for (let at = bytes.indexOf('PK\x03\x04'); at >= 0; at = bytes.indexOf('PK\x03\x04', at + 4))
    bytes.writeUInt32LE(size, at + 22);
  return bytes;
}

/** `archive` with a name in it changed for another of the same length. */
function renamed(archive: Uint8Array, from: string, to: string): Uint8Array {
  const bytes = Buffer.from(archive);
  for (let at = bytes.indexOf(from); at >= 0; at = bytes.indexOf(from, at + 1)) bytes.write(to, at, 'latin1');
  return bytes;
}

describe('an archive', () => {
  it('that is a bomb ends as one', async () => {
    const spaces = Buffer.alloc(16 * 1024 * 1024, ' ');
    expect(await refusal('docx', withDocument(Buffer.concat([Buffer.from('<d>'), spaces, Buffer.from('</d>')])))).toBe(
      'bomb',
    );
    const strings = Buffer.concat([Buffer.from('<w:document>'), Buffer.alloc(12 * 1024 * 1024, '<w:p/>')]);
    expect(await refusal('docx', withDocument(strings))).toBe('bomb');
  });

  it('that lies about sizes ends as a bomb', async () => {
    const honest = docx(p('正文'.repeat(5_000)));
    expect(await refusal('docx', lying(honest, 10))).toBe('bomb');
    expect(await refusal('docx', lying(honest, 0xfffffff0))).toBe('bomb');
  });

  it('of too many entries ends as a bomb', async () => {
    const entries = Object.fromEntries(Array.from({ length: 21_000 }, (_, at) => [`e${at}`, '']));
    expect(await refusal('docx', zipOf(entries))).toBe('bomb');
  });

  it('with names that lead out of it is not opened', async () => {
    const archive = zipOf({ '[Content_Types].xml': types(DOCX), 'word/document.xml': '<d/>', aaaaaaaaaa: 'x' });
    for (const name of ['../../evil', '/etc/passw', 'C:/windows', 'a\\..\\..\\b']) {
      const evil = renamed(archive, 'aaaaaaaaaa', name);
      expect(await refusal('docx', evil)).toBe('broken');
      expect(await sniff(await fileOf(evil))).toEqual({ refused: 'unsupported' });
    }
  });

  it('whose references lead out of it finds nothing', async () => {
    for (const target of ['../../../../etc/passwd', '/etc/passwd', 'file:///etc/passwd']) {
      const archive = zipOf({ '_rels/.rels': relations({ rId1: ['officeDocument', target] }) });
      expect(await refusal('docx', archive)).toBe('broken');
    }
  });

  it('that is cut off or spoilt is broken', async () => {
    const whole = docx(p('正文'.repeat(3_000)));
    expect(await refusal('docx', whole.slice(0, whole.length / 2))).toBe('broken');
    const spoilt = Uint8Array.from(whole, (byte, at) => (at > 700 && at < 900 ? byte ^ 0xff : byte));
    expect(['broken', 'bomb']).toContain(await refusal('docx', spoilt));
  });

  it('with a page before or behind it is never a page', async () => {
    const page = Buffer.from('<!doctype html><script>alert(1)</script>');
    expect(await sniff(await fileOf(Buffer.concat([page, docx(p('正文'))])))).toEqual({ refused: 'unsupported' });
    expect(await sniff(await fileOf(Buffer.concat([docx(p('正文')), page])))).toEqual({ refused: 'unsupported' });
  });
});

describe('XML', () => {
  it('with entities of its own is broken, and nothing is fetched or grows', async () => {
    const external =
      '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:document>';
    expect(await refusal('docx', withDocument(external))).toBe('broken');
    const laughs = Array.from({ length: 30 }, (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`).join('');
    const billion = `<!DOCTYPE d [<!ENTITY l0 "哈">${laughs}]><w:document><w:p><w:t>&l30;</w:t></w:p></w:document>`;
    expect(await refusal('docx', withDocument(billion))).toBe('broken');
    expect(await refusal('docx', withDocument('<w:document><w:p>&unknown;</w:p></w:document>'))).toBe('broken');
  });

  it('that nests too deep is broken', async () => {
    const deep = `<w:document>${'<w:p>'.repeat(100_000)}${'</w:p>'.repeat(100_000)}</w:document>`;
    expect(await refusal('docx', withDocument(deep))).toBe('broken');
    expect(await refusal('docx', withDocument('<w:document><w:p></w:document>'))).toBe('broken');
  });

  it('with names of JavaScript’s own changes nothing', async () => {
    const odd = '<w:document><w:p __proto__="x" constructor="y"><w:r><w:t>正文</w:t></w:r></w:p></w:document>';
    expect(await textsOf('docx', withDocument(odd))).toEqual(['正文']);
  });
});

describe('a sheet', () => {
  it('with cells far out and spans over everything is read in bounds', async () => {
    const merged = Array.from({ length: 5_000 }, () => '<mergeCell ref="A1:XFD1048576"/>').join('');
    const xml =
      '<sheetData><row r="1"><c r="A1" t="str"><v>甲</v></c><c r="XFD1" t="str"><v>远</v></c></row>' +
      `<row r="1048576"><c r="B1048576"><v>1e308</v></c><c r="" t="s"><v>-1</v></c></row></sheetData><mergeCells>${merged}</mergeCells>`;
    const { cut } = await bounded(() => readAs('xlsx', xlsx([{ name: '表', xml }])));
    expect(cut).toBe(true);
  });

  it('of a million rows is cut', async () => {
    const rows = Array.from({ length: 120_000 }, (_, at) => `<row><c><v>${at}</v></c><c><v>${at % 7}</v></c></row>`);
    const { pieces, cut } = await bounded(() =>
      readAs('xlsx', xlsx([{ name: '表', xml: `<sheetData>${rows.join('')}</sheetData>` }])),
    );
    expect(cut).toBe(true);
    expect(pieces[0]?.text.startsWith('| 0 | 0 |')).toBe(true);
  });
});

describe('a presentation', () => {
  it('that names a slide a thousand times, or none that is there, is read in bounds', async () => {
    const slides = pptx(
      ['<p:sp><p:txBody><a:p><a:r><a:t>页</a:t></a:r></a:p></p:txBody></p:sp>'],
      Array.from({ length: 3_000 }, () => 1),
    );
    const { pages, cut, pieces } = await bounded(() => readAs('pptx', slides));
    expect([pages, cut, pieces.length]).toEqual([3_000, true, 2_000]);
    expect(await textsOf('pptx', pptx(['<p:sp/>'], [9]))).toEqual([]);
  });
});

describe('a text', () => {
  it.each<[Kind, string]>([
    ['html', '<div>'.repeat(100_000)],
    ['html', `<p>${'</x>'.repeat(200_000)}`],
    ['html', `<p>甲${' \n'.repeat(400_000)}乙`],
    ['html', `<pre>甲${' '.repeat(800_000)}乙</pre>`],
    ['html', `<table>${'<tr><td rowspan=9999 colspan=9999>甲'.repeat(300)}</table>`],
    ['html', `<table>${'<table><tr><td>'.repeat(900)}`],
    ['markdown', '>'.repeat(200_000)],
    ['markdown', '- '.repeat(100_000)],
    ['markdown', '[a]('.repeat(100_000)],
    ['markdown', `甲${' '.repeat(800_000)}乙`],
    ['csv', 'a"b,'.repeat(200_000)],
    ['csv', `"${'a,'.repeat(300_000)}`],
    ['csv', `甲,乙\n${' '.repeat(400_000)}x,y\n`],
    ['text', '\n'.repeat(900_000)],
    ['text', `甲${' '.repeat(900_000)}乙`],
    ['text', '第一章 '.repeat(150_000)],
  ])('of %s made to be slow is read in bounds: %#', async (kind, content) => {
    await bounded(async () => {
      await sniff(await fileOf(content));
      if ((await refusal(kind, content)) === 'read') toPassages((await readAs(kind, content)).pieces);
    });
  });

  it('of pictures in tags stays a text, and what pages hide is not read', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><text>图</text></svg>';
    expect(await sniff(await fileOf(svg))).toEqual({ kind: 'text', charset: 'utf-8' });
    const page =
      '<html><body onload="x()"><svg><script>s()</script><text>图</text></svg><img src="https://t.example/p.gif?u=1" alt="">' +
      '<iframe src="https://t.example"></iframe><p>正文</p><object data="x">备</object></body></html>';
    expect((await passagesOf('html', page)).map(({ text }) => text)).toEqual(['正文']);
  });
});
