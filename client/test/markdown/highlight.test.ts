import { describe, expect, it } from 'vitest';
import { languageName } from '@/markdown/highlight';
import { highlightCode, HIGHLIGHT_MAX_UNITS } from '@/markdown/native/highlight-code';

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
