import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { toPassages, type Kind } from '../src';
import { read } from '../src/read';
import { sniff } from '../src/sniff';

/** The passages of a file that LibreOffice saved, from a page of our own. */
async function passagesOf(name: string, kind: Kind) {
  const path = fileURLToPath(new URL(`samples/office/${name}`, import.meta.url));
  expect(await sniff(path)).toEqual({ kind });
  return toPassages((await read(kind, path, () => undefined)).pieces).passages;
}

it('reads a text document as an office program saves it: headings, a table, a list', async () => {
  expect(await passagesOf('rules.docx', 'docx')).toEqual([
    {
      n: 1,
      place: { headings: ['安全生产管理制度', '第一章 总则'] },
      text: [
        '# 安全生产管理制度',
        '## 第一章 总则',
        '第一条 为了加强安全生产工作，防止和减少生产安全事故，制定本制度。',
        '第二条 本制度适用于公司全体员工，包括外包人员与实习生。',
      ].join('\n\n'),
    },
    {
      n: 2,
      place: { headings: ['安全生产管理制度', '第二章 检查'] },
      text: [
        '## 第二章 检查',
        '第三条 每月检查一次，发现隐患须在七日内整改完毕。',
        '| 部门 | 负责人 | 检查日 |\n| --- | --- | --- |\n| 一车间 | 张伟 | 每月五日 |\n| 仓储部 | 李娜 | 每月十日 |',
        '- 灭火器压力是否正常\n- 安全通道是否畅通',
      ].join('\n\n'),
    },
  ]);
});

it('reads a workbook as an office program saves it: days and shares as they are shown', async () => {
  expect(await passagesOf('staff.xlsx', 'xlsx')).toEqual([
    {
      n: 1,
      place: { sheet: '花名册', cells: 'A1:D3' },
      text: [
        '| 姓名 | 部门 | 入职日期 | 比例 |\n| --- | --- | --- | --- |',
        '| 张伟 | 一车间 | 2021-03-15 | 12.50% |\n| 李娜 | 仓储部 | 2019-11-02 | 8.00% |',
      ].join('\n'),
    },
  ]);
});
