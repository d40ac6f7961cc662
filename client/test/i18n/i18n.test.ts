import { describe, expect, it } from 'vitest';
import { locale, setLocale, t } from '@/i18n';
import { en } from '@/i18n/en';
import { zhCN } from '@/i18n/zh-CN';

const placeholders = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();
const counted = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)\|[^|{}]*\|[^|{}]*\}/g)].map(([, name = '']) => name);
/** An English word in the plural right behind a number that may be one. */
const UNCOUNTED = /\{(?:n|count|topics|links)\} (?:more |shared )?[a-z]+s\b/;
/** Where the number is always more than one. */
const ALWAYS_MANY = new Set(['evidence.all', 'exports.tooLong']);

describe('texts', () => {
  it.each(Object.entries(zhCN))('%s says the same in both languages', (key, chinese) => {
    const english = en[key as keyof typeof zhCN];
    expect(placeholders(english)).toEqual(placeholders(chinese));
    expect(placeholders(chinese)).toEqual(expect.arrayContaining(counted(english).map((name) => `{${name}}`)));
    if (!ALWAYS_MANY.has(key)) expect(english).not.toMatch(UNCOUNTED);
    expect(english.trim()).not.toBe('');
    expect(english).not.toMatch(/[\u4e00-\u9fff]/);
  });

  it('has each key in one file only', () => {
    const files = import.meta.glob<Record<string, object>>(['/src/i18n/zh-CN/*.ts', '!**/index.ts'], { eager: true });
    const keys = Object.values(files).flatMap((file) => Object.values(file).flatMap((texts) => Object.keys(texts)));
    expect(keys.sort()).toEqual(Object.keys(zhCN).sort());
  });
});

describe('t', () => {
  it('follows the chosen language, and the system where none is chosen', () => {
    setLocale('en');
    expect(t('ui.cancel')).toBe('Cancel');
    expect(document.documentElement.lang).toBe('en');
    setLocale('system');
    expect(locale.value).toBe('zh-CN');
    expect(t('ui.cancel')).toBe('取消');
  });
});
