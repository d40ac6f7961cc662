import { describe, expect, it } from 'vitest';
import { bareUrlLength, isSafeImage, isSafeLink, leadsTo } from '@/markdown/links';
import { htmlOf } from './html';
import { parseMarkdown } from './parse-whole';

function dom(text: string): HTMLElement {
  const box = document.createElement('div');
  box.innerHTML = htmlOf(parseMarkdown(text));
  return box;
}

describe('links', () => {
  it('open elsewhere, and tell nothing about where from', () => {
    const link = dom('[文档](https://example.com/a?b=1&c=2 "题")').querySelector('a');
    expect(link?.getAttribute('href')).toBe('https://example.com/a?b=1&c=2');
    expect(link?.getAttribute('target')).toBe('_blank');
    expect(link?.getAttribute('rel')).toBe('noopener noreferrer');
  });

  it('end where a Chinese sentence goes on', () => {
    const hrefs = (text: string) => [...dom(text).querySelectorAll('a')].map((link) => link.getAttribute('href'));
    expect(hrefs('见https://example.com/a了解，或（http://b.cn/x）。')).toEqual([
      'https://example.com/a',
      'http://b.cn/x',
    ]);
    expect(hrefs('https://en.wikipedia.org/wiki/A_(b). 完')).toEqual(['https://en.wikipedia.org/wiki/A_(b)']);
    expect(hrefs('README.md 与 node.js 与 example.com 不是链接')).toEqual([]);
    expect(hrefs('写信给 a@example.com 吧')).toEqual(['mailto:a@example.com']);
    expect(hrefs('相对 [a](/api/x) [b](#x) [c](//evil.com)')).toEqual([]);
  });

  it('say where they lead before anybody goes there, whatever their words say', () => {
    const words = (text: string) => dom(text).querySelector('a')?.textContent;
    expect(words('[文档](https://Docs.Example.com/a)')).toBe('文档 docs.example.com');
    expect(words('[https://bank.com](https://evil.com)')).toBe('https://bank.com evil.com');
    expect(words('[客服](mailto:help@example.com?subject=x)')).toBe('客服 help@example.com');
    expect(words('见 https://example.com/a 与 <https://a.cn>')).toBe('https://example.com/a');
    expect(leadsTo('https://bank.com@evil.com/x')).toBe('evil.com');
    expect(leadsTo('https://bank.com\\@evil.com/x')).toBe('bank.com');
    expect(leadsTo('https://evil.com:8443/?a=@bank.com')).toBe('evil.com');
  });

  it('are none where it cannot be said whither they lead', () => {
    expect(isSafeLink('https://\\evil.example/x')).toBe(false);
    for (const address of ['https:///evil.example', 'http://', 'http://?a', 'mailto:']) {
      expect(isSafeLink(address), address).toBe(false);
      expect(dom(`[文档](${address}) ${address} ![图](${address})`).querySelector('a'), address).toBeNull();
    }
  });

  it('counts a bare address', () => {
    expect(bareUrlLength('//a.cn/x，y')).toBe('//a.cn/x'.length);
    expect(bareUrlLength('//')).toBe(0);
    expect(bareUrlLength('//中文')).toBe(0);
  });
});

describe('images', () => {
  it('are fetched from nobody: they become links', () => {
    const box = dom('![猫](https://evil.com/track.png) [![内](http://evil.com/i.png)](https://a.cn)');
    expect(box.querySelector('img')).toBeNull();
    expect([...box.querySelectorAll('a')].map((link) => [link.getAttribute('href'), link.textContent])).toEqual([
      ['https://evil.com/track.png', '显示图片“猫” evil.com'],
      ['https://a.cn', '内 a.cn'],
    ]);
  });

  it('are shown from the text itself and from our own server', () => {
    expect(dom('![点](data:image/png;base64,iVBORw0KGgo=)').querySelector('img')?.getAttribute('alt')).toBe('点');
    expect(isSafeImage('/api/uploads/x/content')).toBe(true);
    for (const address of ['//evil.com/x', '/\\evil.com', '\\\\evil.com', 'data:image/svg+xml;base64,AAAA', 'x.png']) {
      expect(isSafeImage(address), address).toBe(false);
    }
  });
});

describe('hostile text', () => {
  const corpus = [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg onload=alert(1)><a xlink:href="javascript:alert(1)">x</a></svg>',
    '<iframe src="javascript:alert(1)"></iframe>',
    '<style>*{display:none}</style>',
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](&#106;avascript:alert(1))',
    '[x](&#x6A;avascript&colon;alert(1))',
    '[x](java\nscript:alert(1))',
    '[x](\u0001javascript:alert(1))',
    '[x](vbscript:msgbox(1))',
    '[x](data:text/html;base64,PHNjcmlwdD4=)',
    '[x](data:image/png;base64,iVBORw0KGgo=)',
    '[x](file:///etc/passwd)',
    '<javascript:alert(1)>',
    '<https://a.cn" onmouseover="alert(1)>',
    '[x](https://a.cn" onclick="alert(1))',
    '[x](https://a.cn "t" onclick="alert(1)")',
    '![x](javascript:alert(1))',
    '![x](data:image/svg+xml;base64,PHN2Zz4=)',
    '![x" onerror="alert(1)](data:image/png;base64,iVBORw0KGgo=)',
    '![x](data:image/png;base64,iVBORw0KGgo= "y\\" onerror=\\"alert(1)")',
    '| <img src=x onerror=alert(1)> |\n|---|\n| <script>alert(1)</script> |',
    '- <b onclick=alert(1)>\n  ```"><script>alert(1)</script>\n  </pre><script>alert(1)</script>\n  ```',
    '`<img src=x onerror=alert(1)>`',
    '[x]: javascript:alert(1)\n\n[x]',
    '&lt;script&gt;alert(1)&lt;/script&gt;',
  ];
  const ALLOWED = new Set(
    'P A STRONG EM S CODE PRE UL OL LI BLOCKQUOTE H1 H2 HR BR IMG TABLE THEAD TBODY TR TH TD SPAN'.split(' '),
  );
  // None of these runs anything: a picture is loaded late, and opened by a key as by a tap.
  const OF_PICTURES = ['src', 'alt', 'loading', 'decoding', 'role', 'tabindex'];
  const ATTRIBUTES = new Set(['href', 'target', 'rel', 'class', 'title', 'start', ...OF_PICTURES]);

  it.each(corpus)('%j does nothing', (text) => {
    for (const element of dom(text).querySelectorAll('*')) {
      expect(ALLOWED.has(element.tagName), element.outerHTML).toBe(true);
      for (const { name } of element.attributes) expect(ATTRIBUTES.has(name), element.outerHTML).toBe(true);
      const address = element.getAttribute('href');
      if (address !== null) expect(isSafeLink(address), address).toBe(true);
      const source = element.getAttribute('src');
      if (source !== null) expect(isSafeImage(source), source).toBe(true);
    }
  });

  it('is still to be read', () => {
    expect(dom('<script>alert(1)</script>').textContent).toContain('<script>alert(1)</script>');
  });
});
