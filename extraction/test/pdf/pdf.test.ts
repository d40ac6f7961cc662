import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Extracted } from '../../src';
import { readPdf } from '../../src/pdf/read-pdf';
import { drawLines, drawTable, emptyPages, hex, lines, namedFontPdf, pdfOf } from './samples';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'huati-pdf-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function readBytes(bytes: Buffer): Promise<Extracted> {
  const path = join(folder, 'a');
  await writeFile(path, bytes);
  return readPdf(path, () => undefined);
}

const texts = ({ pieces }: Extracted): string[] => pieces.map(({ text }) => text);

describe('fonts that are only named', () => {
  it.each(['UniGB-UCS2-H', 'UniGB-UTF16-H'])('gives the Chinese of %s, with its pages and boxes', async (encoding) => {
    const read = await readBytes(
      namedFontPdf(encoding, [
        {
          content: lines(
            ['第一条 员工年假须提前三个工作日申请，', '经部门负责人批准后方可休假。', '第二条 病假须附医院证明。'],
            60,
            760,
          ),
        },
        { content: lines(['附件：各部门联系人名单及电话。'], 60, 760) },
      ]),
    );
    expect(read.pieces).toEqual([
      {
        text: '第一条 员工年假须提前三个工作日申请，经部门负责人批准后方可休假。',
        place: { page: 1 },
        boxes: [expect.any(Array)],
      },
      { text: '第二条 病假须附医院证明。', place: { page: 1 }, boxes: [expect.any(Array)] },
      { text: '附件：各部门联系人名单及电话。', place: { page: 2 }, boxes: [expect.any(Array)] },
    ]);
    const [left, top, width, height] = read.pieces[2]?.boxes?.[0] ?? [];
    // 15 signs of 12 points from x = 60; the base line at 760 of 842 points.
    expect(left).toBeCloseTo(60 / 595, 2);
    expect(top).toBeCloseTo((842 - 760 - 10.3) / 842, 2);
    expect(width).toBeCloseTo(180 / 595, 2);
    expect(height).toBeCloseTo(12 / 842, 2);
    expect(read).toMatchObject({ pages: 2, scanned: [], cut: false });
  });

  it('reads vertical lines from the right', async () => {
    const columns = ['竖排的文字从上到下写，', '第二列在第一列的左边。'];
    const content = columns.map((text, at) => `BT /F1 14 Tf ${500 - at * 24} 760 Td ${hex(text)} Tj ET`).join('\n');
    const read = await readBytes(namedFontPdf('UniGB-UCS2-V', [{ content }]));
    expect(texts(read)).toEqual(['竖排的文字从上到下写，第二列在第一列的左边。']);
    const [left = 0, top = 0, width = 0, height = 0] = read.pieces[0]?.boxes?.[0] ?? [];
    expect(left).toBeCloseTo((476 - 7) / 595, 2);
    expect(left + width).toBeCloseTo((500 + 7) / 595, 2);
    expect(top).toBeCloseTo((842 - 760) / 842, 2);
    expect(height).toBeCloseTo((11 * 14) / 842, 2);
  });

  it('puts boxes on the page as it is shown where that is turned', async () => {
    const read = await readBytes(
      namedFontPdf('UniGB-UCS2-H', [{ content: lines(['横放的一页上的文字内容'], 60, 760), turn: 90 }]),
    );
    expect(texts(read)).toEqual(['横放的一页上的文字内容']);
    const [left = 0, top = 0, width = 0, height = 0] = read.pieces[0]?.boxes?.[0] ?? [];
    expect(left).toBeCloseTo(760 / 842, 1);
    expect(top).toBeCloseTo(60 / 595, 2);
    expect(width).toBeCloseTo(12 / 842, 2);
    expect(height).toBeCloseTo(132 / 595, 2);
  });
});

const LEFT = [
  '本制度适用于公司全体在职员工包括',
  '试用期员工。年假天数按工龄计算满',
  '一年不满十年的年休假五天满十年不',
  '满二十年的年休假十天满二十年的年',
  '休假十五天。',
];
const RIGHT = [
  '员工请假应当填写请假单并附有关证',
  '明材料由直属上级审批三天以上由部',
  '门负责人审批七天以上由总经理审批',
  '未经批准擅自离岗的按旷工处理情节',
  '严重的解除劳动合同。',
];

describe('order', () => {
  it('reads a column to its end before the next, below a heading over both', async () => {
    const read = await readBytes(
      await pdfOf((pdf) => {
        pdf.fontSize(20).text('员工休假管理制度', 60, 60, { width: 475, align: 'center' }).fontSize(12);
        drawLines(pdf, LEFT, 60, 120);
        drawLines(pdf, RIGHT, 320, 127);
      }),
    );
    expect(texts(read)).toEqual(['# 员工休假管理制度', LEFT.join(''), RIGHT.join('')]);
    expect(read.pieces.map(({ place }) => place)).toEqual(
      Array.from({ length: 3 }, () => ({ page: 1, headings: ['员工休假管理制度'] })),
    );
    expect(read.pieces[1]?.boxes?.[0]?.[0]).toBeCloseTo(60 / 595, 2);
    expect(read.pieces[2]?.boxes?.[0]?.[0]).toBeCloseTo(320 / 595, 2);
  });

  it('keeps a table a table, cell by cell, between its paragraphs', async () => {
    const read = await readBytes(
      await pdfOf((pdf) => {
        drawLines(pdf, ['下表为今年各部门的预算与支出，单位为万元。'], 60, 80);
        drawTable(
          pdf,
          [
            ['部门', '预算', '支出', '负责人'],
            ['研发部', '1,200', '1,150.5', '王明'],
            ['市场部', '800', '820', '李华'],
            ['人事部', '150', '', '张伟'],
          ],
          { x: 60, y: 120, width: 120, height: 22 },
        );
        drawLines(pdf, ['注：支出含税。'], 60, 240);
      }),
    );
    expect(texts(read)).toEqual([
      '下表为今年各部门的预算与支出，单位为万元。',
      '| 部门 | 预算 | 支出 | 负责人 |\n| --- | --- | --- | --- |\n| 研发部 | 1,200 | 1,150.5 | 王明 |\n' +
        '| 市场部 | 800 | 820 | 李华 |\n| 人事部 | 150 |  | 张伟 |',
      '注：支出含税。',
    ]);
  });

  it('joins words that were cut, and begins paragraphs where they begin', async () => {
    const read = await readBytes(
      await pdfOf((pdf) =>
        drawLines(
          pdf,
          [
            'The committee shall publish its recommen-',
            'dations before the end of every calendar year.',
            '一、总则适用于全体员工的工作时间安排和考勤管理',
            '以及其他有关事项。',
            '二、工作时间为上午九点至下午六点。',
          ],
          60,
          80,
        ),
      ),
    );
    expect(texts(read)).toEqual([
      'The committee shall publish its recommendations before the end of every calendar year.',
      '一、总则适用于全体员工的工作时间安排和考勤管理以及其他有关事项。',
      '二、工作时间为上午九点至下午六点。',
    ]);
  });

  it('tells only once what each page repeats, and no page numbers', async () => {
    const read = await readBytes(
      await pdfOf(
        (pdf) => {
          for (let page = 1; page <= 4; page += 1) {
            if (page > 1) pdf.addPage();
            drawLines(pdf, ['某某公司员工手册'], 60, 30);
            drawLines(pdf, [`正文内容在这里是第${page}部分的说明文字。`], 60, 300);
            drawLines(pdf, [`第 ${page} 页 共 4 页`], 260, 800);
          }
        },
        { margin: 0 },
      ),
    );
    expect(texts(read)).toEqual([
      '某某公司员工手册',
      ...[1, 2, 3, 4].map((n) => `正文内容在这里是第${n}部分的说明文字。`),
    ]);
    expect(read.pieces.map(({ place }) => place.page)).toEqual([1, 1, 2, 3, 4]);
  });
});

describe('lines at the edges of pages', () => {
  const paged = (edges: readonly (readonly string[])[]): Promise<Buffer> =>
    pdfOf(
      (pdf) =>
        edges.forEach((texts, at) => {
          if (at > 0) pdf.addPage();
          drawLines(pdf, texts, 60, 20);
          drawLines(pdf, [`正文内容在这里是第${'一二三四五'[at] ?? ''}部分的说明文字。`], 60, 300);
        }),
      { margin: 0 },
    );

  it('are kept where only their numbers differ, and where a number is no page’s', async () => {
    const edges = [
      ['附件1', '收入 2021：100', '88000'],
      ['附件2', '收入 2022：120', '92'],
      ['附件3', '收入 2023：180', '8800'],
      ['附件4', '收入 2024：210', '5'],
    ];
    const all = texts(await readBytes(await paged(edges))).join('\n');
    for (const line of edges.flat()) expect(all).toContain(line);
  });

  it.each([
    ['page by page', (n: number) => `${n}`],
    ['between dashes', (n: number) => `- ${n + 11} -`],
    ['in wide digits', (n: number) => `第${'０１２３４'[n] ?? ''}页`],
    ['of how many', (n: number) => `${n} / 4`],
    ['of how many in Chinese', (n: number) => `第 ${n} 页，共 4 页`],
    ['of how many in English', (n: number) => `Page ${n} of 4`],
  ])('are left out where they number the pages %s', async (_, number) => {
    const read = await readBytes(await paged([1, 2, 3, 4].map((n) => [number(n)])));
    expect(texts(read)).toEqual(['一', '二', '三', '四'].map((n) => `正文内容在这里是第${n}部分的说明文字。`));
  });
});

describe('what cannot be read', () => {
  it('says that a password is wanted, and reads what is only not to be printed', async () => {
    const locked = await pdfOf((pdf) => pdf.text('机密文件'), { userPassword: 'x' });
    await expect(readBytes(locked)).rejects.toMatchObject({ name: 'Unreadable', reason: 'encrypted' });
    const open = await pdfOf((pdf) => pdf.text('只是不许打印的文件'), { ownerPassword: 'x' });
    expect(texts(await readBytes(open))).toEqual(['只是不许打印的文件']);
  });

  it('says that a file is broken, and mends one whose table of objects is wrong', async () => {
    const whole = namedFontPdf('UniGB-UCS2-H', [{ content: lines(['目录坏了的文件也能读出文字'], 60, 760) }]);
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from('%PDF-1.4\nnothing here'),
      whole.subarray(0, whole.indexOf('xref\n')),
    ]) {
      await expect(readBytes(bytes)).rejects.toMatchObject({ name: 'Unreadable', reason: 'broken' });
    }
    const moved = Buffer.from(whole.toString('latin1').replace(/startxref\n\d+/, 'startxref\n7'), 'latin1');
    expect(texts(await readBytes(moved))).toEqual(['目录坏了的文件也能读出文字']);
  });

  it('names pages that have no words but what an app for scanning, or a water mark, puts on each', async () => {
    const marked = (mark: string, pages: number, y: number): Promise<Buffer> =>
      pdfOf(
        (pdf) => {
          for (let page = 1; page <= pages; page += 1) {
            if (page > 1) pdf.addPage();
            drawLines(pdf, [mark], 60, y);
          }
        },
        { margin: 0 },
      );
    expect((await readBytes(await marked('Scanned by CamScanner', 1, 800))).scanned).toEqual([1]);
    expect((await readBytes(await marked('某某公司机密文件严禁外传', 2, 400))).scanned).toEqual([1, 2]);
    expect((await readBytes(await marked('某某公司机密文件严禁外传', 4, 800))).scanned).toEqual([1, 2, 3, 4]);
    expect((await readBytes(await marked('某某公司机密文件严禁外传', 1, 400))).scanned).toEqual([]);
  });

  it('names pages without words, and refuses a file of a hundred thousand at once', async () => {
    expect(await readBytes(emptyPages(3))).toMatchObject({ pieces: [], pages: 3, scanned: [1, 2, 3], cut: false });
    const start = performance.now();
    await expect(readBytes(emptyPages(100_000))).rejects.toMatchObject({ name: 'Unreadable', reason: 'too_long' });
    expect(performance.now() - start).toBeLessThan(15_000);
  });

  it('reads no more than so many pages', async () => {
    const read = await readBytes(emptyPages(2_005));
    expect(read).toMatchObject({ pages: 2_005, cut: true });
    expect(read.scanned).toHaveLength(2_000);
  });
});
