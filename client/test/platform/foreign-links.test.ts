import { describe, expect, it } from 'vitest';
import { foreignPage, hostWords } from '@/platform/links';

describe('a host in words', () => {
  it.each([
    ['example.com', 'example.com', ''],
    ['xn--fsqu00a.example', '例子.example', 'xn--fsqu00a.example'],
    ['xn--fsqu00a.example:8080', '例子.example:8080', 'xn--fsqu00a.example:8080'],
    // A Cyrillic а in the name of a bank.
    ['xn--pypal-4ve.com', 'pаypal.com', 'xn--pypal-4ve.com'],
    // Coded: a character that nobody sees.
    ['xn--a.example', 'xn--a.example', ''],
    // It only begins as a coded name.
    ['xn--!.example', 'xn--!.example', ''],
    ['[2001:db8::1]', '[2001:db8::1]', ''],
  ])('%s', (host, shown, punycode) => {
    expect(hostWords(host)).toEqual({ shown, punycode });
  });
});

describe('a page of somebody else’s', () => {
  it.each(['https://example.com/', '//example.com/a', 'HTTP://EXAMPLE.com'])('%s', (href) => {
    expect(foreignPage(href)?.host).toBe('example.com');
  });

  it.each(['/a', '#b', '?c', 'mailto:a@example.com', 'javascript:alert(1)', 'data:text/html,x', 'https://', 'blob:x'])(
    'not %s',
    (href) => {
      expect(foreignPage(href)).toBeUndefined();
    },
  );
});
