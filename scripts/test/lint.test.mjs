import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';
import { root } from '../lib/paths.mjs';

// A file that is not on disk has no types: what is said of a name is tried without them, what is said of a type is
// tried in the place of a file that exists.
const byName = new ESLint({ cwd: root, overrideConfig: [tseslint.configs.disableTypeChecked] });
const byType = new ESLint({ cwd: root });
const EXISTING = 'shared/src/text.ts';

/**
 * @param {string} filePath inside the repository
 * @param {string} code
 * @param {ESLint} [eslint]
 */
async function lawsBroken(filePath, code, eslint = byName) {
  const [result] = await eslint.lintText(code, { filePath });
  return (result?.messages ?? []).map((message) => message.ruleId ?? message.message);
}

const lines = (/** @type {number} */ n) => 'export const line = 1;\n'.repeat(n).replace(/line/g, () => `l${counter++}`);
let counter = 0;

/** Each line: the law, where, and code that breaks it. @type {Array<[string, string, string]>} */
const BROKEN_BY_NAME = [
  ['@typescript-eslint/no-explicit-any', 'bff/src/a.ts', 'export const a: any = 1;'],
  ['@typescript-eslint/no-non-null-assertion', 'bff/src/a.ts', 'export const a = [1].at(0)!;'],
  ['@typescript-eslint/ban-ts-comment', 'bff/src/a.ts', '// @ts-ignore because\nexport const a = 1;'],
  ['@typescript-eslint/consistent-type-imports', 'bff/src/a.ts', "import { A } from './b';\nexport type B = A;"],
  ['no-restricted-syntax', 'bff/src/a.ts', 'try {\n  a();\n} catch {\n  // never mind\n}'],
  ['no-restricted-syntax', 'bff/src/a.ts', 'a().catch(() => {});'],
  ['no-console', 'bff/src/a.ts', "console.log('x');"],
  ['max-lines', 'bff/src/a.ts', lines(401)],
  ['max-lines-per-function', 'bff/src/a.ts', `export function f() {\n${'  g();\n'.repeat(120)}}`],
  ['huati/test-lines', 'bff/test/a.test.ts', `it('x', () => {\n${'  g();\n'.repeat(80)}});`],
  ['complexity', 'bff/src/a.ts', `export function f(a) {\n${'  if (a) g();\n'.repeat(15)}}`],
  ['huati/environment', 'bff/src/a.ts', 'export const a = process.env.PORT;'],
  ['huati/environment', 'bff/src/a.ts', "export const a = globalThis.process['env'].PORT;"],
  ['huati/environment', 'bff/src/a.ts', 'const { env } = process;\nexport { env };'],
  ['huati/environment', 'bff/src/a.ts', "import { env } from 'node:process';\nexport { env };"],
  ['huati/environment', 'client/src/a.ts', 'export const a = import.meta.env.VITE_API_ORIGIN;'],
  ['huati/conditional-compilation', 'client/src/ui/a.ts', '// #ifdef H5\nexport const a = 1;\n// #endif'],
  [
    'huati/conditional-compilation',
    'client/src/ui/UiA.vue',
    '<template>\n  <!-- #ifndef H5 -->\n  <view />\n</template>',
  ],
  ['huati/conditional-compilation', 'client/src/ui/UiA.vue', '<style>\n/* #ifdef H5 */\n</style>'],
  ['huati/conditional-compilation', 'client/src/styles/a.scss', '/* #ifdef H5 */'],
  ['huati/conditional-compilation', 'client/src/pages.json', '{\n  // #ifdef H5\n}'],
  ['huati/network', 'client/src/features/chat/a.ts', "uni.request({ url: '/' });"],
  ['huati/network', 'client/src/features/chat/a.ts', "uni.uploadFile({ url: '/' });"],
  ['huati/network', 'client/src/platform/a.ts', "export const a = () => fetch('/api');"],
  ['huati/network', 'client/src/ui/a.ts', "export const a = new WebSocket('ws://x');"],
  [
    'vue/block-lang',
    'client/src/ui/UiA.vue',
    '<script setup>\nconst a = 1;\n</script>\n<template><view>{{ a }}</view></template>',
  ],
  [
    'vue/component-api-style',
    'client/src/ui/UiA.vue',
    '<script lang="ts">\nexport default { data: () => ({}) };\n</script>',
  ],
  ['vue/multi-word-component-names', 'client/src/ui/Button.vue', '<template><view /></template>'],
  ['vue/no-v-html', 'client/src/ui/UiA.vue', '<template><view v-html="a" /></template>'],
  ['vue/no-restricted-html-elements', 'client/src/ui/UiA.vue', '<template><div /></template>'],
  [
    '@typescript-eslint/no-explicit-any',
    'client/src/ui/UiA.vue',
    '<script setup lang="ts">\nconst a: any = 1;\n</script>',
  ],
];

/** Each line: where, and the import that must not stand there. */
const FORBIDDEN_IMPORTS = [
  ['shared/src/a.ts', '@huati/bff'],
  ['shared/src/a.ts', '../../bff/src/app'],
  ['shared/src/a.ts', 'node:crypto'],
  ['shared/src/a.ts', 'fs'],
  ['client/src/main.ts', '@huati/local/model'],
  ['client/src/main.ts', '../../bff/src/app'],
  ['client/src/platform/a.ts', 'node:crypto'],
  ['bff/src/app.ts', '@huati/local/model'],
  ['bff/src/app.ts', '../../client/src/config'],
  ['extraction/src/a.ts', '../../bff/src/app'],
  ['client/src/features/chat/a.ts', '@huati/extraction'],
  ['client/src/features/chat/a.ts', '@/pages/chat/index.vue'],
  ['client/src/features/chat/a.ts', '@/features/topics/topics.store'],
  ['client/src/features/chat/a.ts', '../topics/group'],
  ['client/src/pages/chat/index.vue', '@/features/topics/group'],
  ['client/src/pages/chat/index.vue', '@/transport/socket'],
  ['client/src/transport/a.ts', '@/features/chat'],
  ['client/src/transport/a.ts', '@/ui/snackbar'],
  ['client/src/ui/UiA.vue', '@/features/chat'],
  ['client/src/ui/UiA.vue', '@/transport/socket'],
  ['client/src/ui/UiA.vue', '@huati/shared'],
  ['client/src/markdown/a.ts', '../features/chat'],
  ['client/src/i18n/a.ts', '@/transport/http'],
  ['client/src/platform/a.ts', '@/features/chat'],
  ['client/src/platform/a.ts', '@/transport'],
  ['client/src/features/chat/a.ts', 'socket.io-client'],
  ['bff/src/features/chat/chat.socket.ts', 'kysely'],
  ['bff/src/features/chat/chat.socket.ts', 'mysql2/promise'],
  ['bff/src/features/chat/chat.socket.ts', 'openai'],
  ['bff/src/features/chat/chat.socket.ts', '../../upstreams/model'],
  ['bff/src/features/topics/topics.routes.ts', '../../db/database'],
  ['bff/src/features/topics/topics.service.ts', 'kysely'],
  ['bff/src/features/topics/topics.repository.ts', 'mysql2'],
  ['bff/src/features/chat/answer.ts', 'openai'],
];

/** Each line: where, and an import that must be allowed there: a law that forbids everything holds nothing. */
const ALLOWED_IMPORTS = [
  ['shared/src/a.ts', 'valibot'],
  ['shared/test/a.test.ts', 'node:crypto'],
  ['bff/test/a.test.ts', '@huati/local/model'],
  ['bff/test/a.test.ts', 'socket.io-client'],
  ['bff/src/features/topics/topics.repository.ts', 'kysely'],
  ['bff/src/features/topics/topics.routes.ts', './topics.service'],
  ['extraction/src/a.ts', '@huati/shared'],
  ['bff/src/features/files/a.ts', '@huati/extraction'],
  ['bff/src/db/database.ts', 'mysql2'],
  ['bff/src/upstreams/model/stream.ts', 'openai'],
  ['client/src/features/chat/a.ts', '@/features/topics'],
  ['client/src/features/chat/a.ts', '@/features/topics/index'],
  ['client/src/features/chat/parts/a.ts', '../chat.store'],
  ['client/src/features/chat/a.ts', '@/transport/socket'],
  ['client/src/features/chat/a.ts', '@huati/shared'],
  ['client/src/pages/chat/index.vue', '@/features/chat'],
  ['client/src/transport/socket.ts', 'socket.io-client'],
  ['client/src/ui/UiA.vue', '@/platform/keyboard'],
  ['client/src/ui/UiA.vue', '@/i18n'],
  ['client/vite.config.ts', 'node:url'],
];

/** @type {Array<[string, string]>} */
const BROKEN_BY_TYPE = [
  ['@typescript-eslint/no-floating-promises', 'Promise.resolve(1);'],
  ['@typescript-eslint/no-misused-promises', '[1].forEach(async () => { await Promise.resolve(); });'],
  [
    '@typescript-eslint/switch-exhaustiveness-check',
    "export function f(a: 'x' | 'y'): number {\n  switch (a) {\n    case 'x':\n      return 1;\n  }\n  return 2;\n}",
  ],
  [
    '@typescript-eslint/use-unknown-in-catch-callback-variable',
    'export const a = Promise.resolve(1).catch((error) => String(error));',
  ],
  ['@typescript-eslint/no-unsafe-member-access', "export const a = JSON.parse('1').b;"],
];

/** @param {string} file @param {string} specifier */
function withImport(file, specifier) {
  const code = `import a from '${specifier}';\nexport const b = a;\n`;
  return file.endsWith('.vue') ? `<script setup lang="ts">\n${code.split('\n')[0]}\n</script>\n` : code;
}

describe('the laws', () => {
  it.each(BROKEN_BY_NAME)('%s bites in %s', async (law, file, code) => {
    expect(await lawsBroken(file, code)).toContain(law);
  });
  it.each(BROKEN_BY_TYPE)('%s bites', async (law, code) => {
    expect(await lawsBroken(EXISTING, code, byType)).toContain(law);
  });
  it.each(FORBIDDEN_IMPORTS)('%s never imports %s', async (file, specifier) => {
    expect(await lawsBroken(file, withImport(file, specifier))).toContain('huati/boundaries');
  });
  it.each(ALLOWED_IMPORTS)('%s may import %s', async (file, specifier) => {
    expect(await lawsBroken(file, withImport(file, specifier))).not.toContain('huati/boundaries');
  });
});

describe('where a law does not hold', () => {
  it('lets config.ts read the environment', async () => {
    const found = await lawsBroken('bff/src/config.ts', 'export const a = process.env;');
    expect(found).not.toContain('huati/environment');
  });
  it('lets platform/ compile conditionally', async () => {
    const found = await lawsBroken('client/src/platform/a.ts', '// #ifdef H5\nexport const a = 1;');
    expect(found).not.toContain('huati/conditional-compilation');
  });
  it('lets transport/ use the network', async () => {
    expect(await lawsBroken('client/src/transport/http.ts', "uni.request({ url: '/' });")).not.toContain(
      'huati/network',
    );
  });
  it('lets a describe be long, but not what it lists', async () => {
    const many = `describe('x', () => {\n${"  it('y', () => g());\n".repeat(90)}});`;
    expect(await lawsBroken('bff/test/a.test.ts', many)).not.toContain('huati/test-lines');
  });
  it('knows no way to switch a law off in a file', async () => {
    const code = '/* eslint-disable */\nexport const a: any = 1;';
    expect(await lawsBroken('bff/src/a.ts', code)).toContain('@typescript-eslint/no-explicit-any');
  });
});
