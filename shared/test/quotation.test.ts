import { describe, expect, it } from 'vitest';
import { joinQuotation, QUOTATION_MAX, splitQuotation, toQuotation } from '../src';

describe('a question about a passage', () => {
  it.each([
    ['一段话', '这是什么意思？'],
    ['第一段\n\n> 嵌套的引用\n第二段', '怎么看？'],
    ['一', ''],
    ['一', '\n\n> 不是引用\n\n二'],
  ])('is one text that comes apart again: %j', (quotation, text) => {
    const whole = joinQuotation({ quotation, text });
    expect(splitQuotation(whole)).toEqual({ quotation, text });
  });

  it('is Markdown', () => {
    expect(joinQuotation({ quotation: '一\n\n二', text: '问' })).toBe('> 一\n>\n> 二\n\n问');
  });

  it.each(['问', '', '> 只有引用', '>没有空格\n\n问', '> 一\n二\n\n问', '问\n> 一\n\n二', '\n\n问', '>\n\n问'])(
    'is not found in %j',
    (text) => expect(splitQuotation(text)).toEqual({ quotation: '', text }),
  );
});

describe('a passage to be quoted', () => {
  it('loses the space around it and spare empty lines', () => {
    expect(toQuotation('\n  一  \r\n\r\n\r\n\r\n二\n')).toBe('一\n\n二');
    expect(toQuotation(' \n ')).toBe('');
  });

  it('is cut at a whole character', () => {
    const cut = toQuotation(`${'字'.repeat(QUOTATION_MAX - 1)}😀尾`);
    expect(cut).toBe(`${'字'.repeat(QUOTATION_MAX - 1)}…`);
  });

  it('comes apart again whatever it holds', () => {
    for (const passage of ['> a\n> b', '>', '- 一\n\n- 二', '```\n> x\n\n\n```', '一\u2028二']) {
      const quoting = { quotation: toQuotation(passage), text: '问' };
      expect(splitQuotation(joinQuotation(quoting))).toEqual(quoting);
    }
  });
});
