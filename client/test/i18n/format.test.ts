import { afterEach, describe, expect, it, vi } from 'vitest';
import { dayIn, setLocale, t } from '@/i18n';
import { filled, grouped } from '@/i18n/format';

afterEach(() => {
  setLocale('system');
  vi.unstubAllGlobals();
  vi.resetModules();
});

describe('a text with its values', () => {
  it('counts one as one', () => {
    const text = '{n} {n|file|files} had no room and {n|was|were} left out';
    expect(filled(text, { n: 1 })).toBe('1 file had no room and was left out');
    expect(filled(text, { n: 2 })).toBe('2 files had no room and were left out');
    expect(filled(text, { n: 0 })).toBe('0 files had no room and were left out');
    expect(filled(text, { n: '1,001' })).toBe('1,001 files had no room and were left out');
  });

  it('keeps the place of what it is not given, so that it is seen', () => {
    expect(filled('{n} of {all}', { n: 1 })).toBe('1 of {all}');
  });

  it('is counted in the product, too', () => {
    setLocale('en');
    expect(t('evidence.count', { n: 1 })).toBe('1 source');
    expect(t('evidence.count', { n: 3 })).toBe('3 sources');
    setLocale('zh-CN');
    expect(t('evidence.count', { n: 1 })).toContain('1');
  });
});

describe('numbers and days', () => {
  it('groups thousands', () => {
    expect([0, 999, 1000, 1234567].map(grouped)).toEqual(['0', '999', '1,000', '1,234,567']);
  });

  it('writes a day as the language in use does', () => {
    setLocale('en');
    expect(dayIn('2026-11-21T12:00:00')).toBe('Nov 21, 2026');
    setLocale('zh-CN');
    expect(dayIn('2026-11-21T12:00:00')).toBe('2026年11月21日');
  });

  it('writes a day in figures where the runtime knows no languages', async () => {
    vi.stubGlobal('Intl', undefined);
    vi.resetModules();
    const { dayWords } = await import('@/i18n/format');
    expect(dayWords('2026-11-21T12:00:00', 'zh-CN')).toBe('2026-11-21');
  });
});
