import { describe, expect, it } from 'vitest';
import { zhCN } from '@/i18n/zh-CN';

const sources: Record<string, string> = import.meta.glob(['/src/**/*.{ts,vue}', '!/src/i18n/**', '!**/*.test.ts'], {
  eager: true,
  query: '?raw',
  import: 'default',
});
/** Whole documents in their language, names of languages and of programs, and letters that are only measured. */
const MAY_BE_CHINESE = [
  /^\/src\/features\/legal\//,
  /^\/src\/features\/templates\/(?:initials|library)\.ts$/,
  /^\/src\/features\/account\/SettingsSheet\.vue$/,
  /^\/src\/features\/exports\/poster\/atoms\.ts$/,
  /^\/src\/platform\/device-name/,
];
const HAN = /[\u3400-\u9fff]/;

/** A file without what only its readers see. */
const shown = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->/g, '').replace(/(^|[\s;{}(,])\/\/[^\n]*/g, '$1');
const code = Object.entries(sources).map(([path, text]) => [path, shown(text)] as const);
const whole = code.map(([, text]) => text).join('\n');

/** Keys that a template puts together, such as `chat.stage.${stage}`. */
const composed = [...whole.matchAll(/`([a-zA-Z]+\.[\w.-]*(?:\$\{[^{}]*(?:\{[^{}]*\}[^{}]*)?\}[\w.-]*)+)`/g)].map(
  ([, key = '']) => new RegExp(`^${key.replace(/\$\{.*?\}/g, '[\\w.-]+').replace(/\.(?=\w|\[)/g, '\\.')}$`),
);
const named = new Set([...whole.matchAll(/['"]([a-zA-Z]+(?:\.[\w-]+)+)['"]/g)].map(([, key = '']) => key));

describe('texts', () => {
  it('are all shown somewhere', () => {
    const unused = Object.keys(zhCN).filter((key) => !named.has(key) && !composed.some((pattern) => pattern.test(key)));
    expect(unused).toEqual([]);
  });

  it('are all there: whatever is asked for has a text', () => {
    const asked = [...whole.matchAll(/\bt\(\s*['"]([^'"]+)['"]/g)].map(([, key = '']) => key);
    expect(asked.length).toBeGreaterThan(300);
    expect(asked.filter((key) => !(key in zhCN))).toEqual([]);
  });

  it('stand nowhere else: no program and no template has Chinese of its own', () => {
    const own = code
      .filter(([path, text]) => !MAY_BE_CHINESE.some((may) => may.test(path)) && HAN.test(text))
      .map(([path, text]) => `${path}: ${/.*[\u3400-\u9fff].*/.exec(text)?.[0].trim() ?? ''}`);
    expect(own).toEqual([]);
  });

  it('stand nowhere else: no template says anything by itself', () => {
    const own = code.flatMap(([path, text]) => {
      const template = /^<template>$([\s\S]*)^<\/template>$/m.exec(text)?.[1] ?? '';
      const words = template.replace(/<(?:"[^"]*"|'[^']*'|[^>"'])*>/g, '\n').replace(/\{\{[\s\S]*?\}\}/g, '\n');
      const spoken = [...template.matchAll(/\s(?:aria-label|title|placeholder|alt)="([^"]*[a-z]{2}[^"]*)"/gi)];
      return [...(words.match(/\p{L}{2,}[^\n]*/gu) ?? []), ...spoken.map(([, said = '']) => said)].map(
        (said) => `${path}: ${said}`,
      );
    });
    expect(own).toEqual([]);
  });
});
