import { describe, expect, it } from 'vitest';
import { createGroups } from '@/markdown/native/groups';
import { withQuoted } from '@/markdown/quoted';
import { htmlOf } from './html';
import { parseMarkdown } from './parse-whole';

const html = (text: string, ...quotes: string[]): string => htmlOf(parseMarkdown(withQuoted(text, quotes))).trim();
/** All that is in the blocks of a text, code as well. */
const whole = (text: string, ...quotes: string[]): string => JSON.stringify(parseMarkdown(withQuoted(text, quotes)));
const mark = (text: string): string => `<mark class="md-quoted">${text}</mark>`;

describe('quotations in a text', () => {
  it('are marked wherever they stand, and nothing else is', () => {
    expect(html('前文。云岚收购了溪语。后文。', '云岚收购了溪语')).toBe(
      `<p>前文。${mark('云岚收购了溪语')}。后文。</p>`,
    );
    expect(html('没有这句', '别的话')).toBe('<p>没有这句</p>');
    expect(html('没有这句', ' ')).toBe('<p>没有这句</p>');
  });

  it('go on over ends of lines and other blanks', () => {
    expect(html('甲 公司\n投资乙', '甲公司 投资乙')).toContain('甲 公司');
    expect(html('甲公司\n投资乙', '甲公司 投资乙')).toBe(`<p>${mark('甲公司')}<br>\n${mark('投资乙')}</p>`);
  });

  it('leave a text in its shape', () => {
    expect(html('- 甲投资乙\n- 丙', '- 甲投资乙')).toContain(`<li><p>${mark('甲投资乙')}</p></li>`);
    expect(html('# 甲投资乙', '# 甲投资乙')).toContain(`<h1>${mark('甲投资乙')}</h1>`);
    expect(html('甲**投资**乙', '甲**投资**乙')).toContain(
      `${mark('甲')}<strong>${mark('投资')}</strong>${mark('乙')}`,
    );
    expect(html('| 甲 | 乙 |\n| --- | --- |\n| 丙投资 | 丁 |', '丙投资')).toContain(`<td>${mark('丙投资')}</td>`);
  });

  it('that are over each other are marked once, with all of their words', () => {
    expect(html('前甲投资乙并控股后', '甲投资乙', '投资乙并控股')).toBe(`<p>前${mark('甲投资乙并控股')}后</p>`);
    expect(html('前甲投资乙后', '投资', '甲投资乙')).toBe(`<p>前${mark('甲投资乙')}后</p>`);
  });

  it('over several cells are marked in each, and rows stay rows', () => {
    const table = '| 甲 | 乙 |\n| --- | --- |\n| 丙投资 | 丁 \\| 戊 |';
    expect(html(table, '丙投资 | 丁 \\| 戊')).toContain(`<td>${mark('丙投资')}</td>\n<td>${mark('丁 | 戊')}</td>`);
    expect(html(table, table).match(/<mark/g)?.length).toBe(4);
  });

  it('are found where signs are escaped in the text, in the quotation, or in both', () => {
    const found = `<p>共 ${mark('2*3_4')} 份</p>`;
    expect(html('共 2\\*3\\_4 份', '2*3_4')).toBe(found);
    expect(html('共 2\\*3\\_4 份', '2\\*3\\_4')).toBe(found);
    expect(html('共 2*3_4 份', '2\\*3_4')).toBe(found);
  });

  it('leave nothing in code, addresses and names', () => {
    const code = '前言\n\n```js\nconst 甲 = 1;\n```\n\n    缩进的甲\n\n- 项\n  ```\n  甲\n  ```';
    const told = whole(code, '甲', '前言\n\n```js\nconst 甲 = 1;\n```');
    expect(told).not.toMatch(/[\ue0f0\ue0f1]/);
    expect(told).toContain('const 甲 = 1;');
    expect(told).toContain('"language":"js"');
    const inline = html('见 `a甲b` 和 https://x.test/甲 与 [名](https://x.test/a甲)，甲。', '甲');
    expect(inline).toContain('<code>a甲b</code>');
    expect(inline).not.toMatch(/[\ue0f0\ue0f1]|%EE%83%B/);
    expect(inline).toContain(`，${mark('甲')}。`);
    expect(html('甲`乙`丙丁', '甲`乙`丙')).toBe(`<p>${mark('甲')}<code>乙</code>${mark('丙')}丁</p>`);
  });

  it('are text, whatever is in them', () => {
    expect(html('a <b>.*</b> c', '<b>.*</b>')).toBe(`<p>a ${mark('&lt;b&gt;.*&lt;/b&gt;')} c</p>`);
  });

  it('are marked in the views of a mini-program as well', () => {
    const groups = createGroups(false);
    groups.update(withQuoted('前。甲投资乙。', ['甲投资乙']), false);
    const [block] = groups.list.value[0]?.blocks.value ?? [];
    expect(block).toMatchObject({
      lines: [
        {
          runs: [
            { text: '前。', look: '' },
            { text: '甲投资乙', look: 'md-quoted' },
            { text: '。', look: '' },
          ],
        },
      ],
    });
  });
});
