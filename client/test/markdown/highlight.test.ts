import { describe, expect, it } from 'vitest';
import { createHighlighter, highlightCode, HIGHLIGHT_MAX_UNITS, languageName } from '@/markdown/highlight';

const textOf = (html: string): string => {
  const box = document.createElement('div');
  box.innerHTML = html;
  return box.textContent;
};

describe('highlightCode', () => {
  it('colours what it knows and keeps every character', () => {
    const code = 'const a: string = `<b>${x}</b>`; // 中文 🚀';
    const html = highlightCode(code, 'ts');
    expect(html).toContain('hljs-keyword');
    expect(textOf(html)).toBe(code);
  });

  it.each(['brainfuck', '', '__proto__', 'constructor'])('shows an unknown language as it is: %j', (language) => {
    expect(highlightCode('<script>"1" & 2</script>', language)).toBe(
      '&lt;script&gt;&quot;1&quot; &amp; 2&lt;/script&gt;',
    );
    expect(languageName(language)).toBe(language);
  });

  it('does not colour more than a phone can', () => {
    expect(highlightCode('let a;\n'.repeat(HIGHLIGHT_MAX_UNITS / 7 + 1), 'js')).not.toContain('hljs');
  });
});

describe('createHighlighter', () => {
  it('never shows a wrong beginning, and colours all of it at the end', () => {
    const highlight = createHighlighter();
    const code = 'function f(a) {\n  return "x" + a; // 注释\n}\n'.repeat(120);
    let runs = 0;
    let last = '';
    for (let at = 20; at < code.length; at += 20) {
      const { html, units } = highlight(code.slice(0, at), 'js', true);
      if (html !== last) runs += 1;
      last = html;
      expect(textOf(html)).toBe(code.slice(0, units));
      expect(units).toBeLessThanOrEqual(at);
    }
    expect(runs).toBeLessThan(120);
    expect(highlight(code, 'js', false)).toMatchObject({ units: code.length });
    expect(highlight('别的', 'js', true)).toMatchObject({ html: '别的', units: 2 });
  });
});
