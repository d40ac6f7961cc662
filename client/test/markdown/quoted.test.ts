import { describe, expect, it } from 'vitest';
import { parseMarkdown } from '@/markdown/parse';
import { createGroups } from '@/markdown/native/groups';
import { withQuoted } from '@/markdown/quoted';

const html = (text: string, ...quotes: string[]): string =>
  parseMarkdown(withQuoted(text, quotes))
    .map((block) => ('html' in block ? block.html : ''))
    .join('')
    .trim();
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
    expect(html('- 甲投资乙\n- 丙', '- 甲投资乙')).toContain(`<li>${mark('甲投资乙')}</li>`);
    expect(html('# 甲投资乙', '# 甲投资乙')).toContain(`<h1>${mark('甲投资乙')}</h1>`);
    expect(html('甲**投资**乙', '甲**投资**乙')).toContain(
      `${mark('甲')}<strong>${mark('投资')}</strong>${mark('乙')}`,
    );
    expect(html('| 甲 | 乙 |\n| --- | --- |\n| 丙投资 | 丁 |', '丙投资')).toContain(`<td>${mark('丙投资')}</td>`);
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
