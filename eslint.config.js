import prettier from 'eslint-config-prettier';
import importX from 'eslint-plugin-import-x';
import vue from 'eslint-plugin-vue';
import globals from 'globals';
import tseslint from 'typescript-eslint';
import { textParser } from './scripts/lint/conditional-compilation.mjs';
import { huati } from './scripts/lint/plugin.mjs';
import { components, everywhere, typed } from './scripts/lint/rules.mjs';

const CODE = ['**/*.{js,mjs,cjs,ts,mts,cts,vue}'];
const TYPESCRIPT = ['**/*.{ts,mts,cts,vue}'];
const COMPONENTS = ['**/*.vue'];
const TEXT = ['client/src/**/*.{css,scss,json}', 'client/index.html'];
const TESTS = ['**/test/**/*.{ts,mjs}', '**/*.{test,spec}.{ts,mjs}'];
const READS_ENVIRONMENT = ['**/config.ts', 'scripts/**', 'bench/**', '**/{vite,vitest}*.config.*'];

export default tseslint.config(
  { ignores: ['**/node_modules/', '**/dist/', '**/unpackage/', '**/coverage/', '**/data/', '**/.cache/'] },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  {
    files: CODE,
    plugins: { huati, 'import-x': importX },
    languageOptions: { globals: globals.es2023 },
    rules: everywhere,
  },
  {
    files: TYPESCRIPT,
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname, extraFileExtensions: ['.vue'] },
    },
    rules: typed,
  },
  { files: COMPONENTS, extends: [...vue.configs['flat/recommended']] },
  { files: COMPONENTS, languageOptions: { parserOptions: { parser: tseslint.parser } }, rules: components },
  { files: ['client/src/pages/**/*.vue', 'client/src/App.vue'], rules: { 'vue/multi-word-component-names': 'off' } },
  {
    files: ['client/src/markdown/**/*.vue'],
    rules: { 'vue/no-v-html': 'off', 'vue/no-v-text-v-html-on-component': 'off' },
  },
  {
    files: TEXT,
    plugins: { huati },
    languageOptions: { parser: textParser },
    rules: { 'huati/conditional-compilation': 'error' },
  },
  { files: ['client/src/platform/**', 'scripts/**'], rules: { 'huati/conditional-compilation': 'off' } },
  {
    files: ['client/src/**'],
    ignores: ['client/src/transport/**', ...TESTS, ...TEXT],
    rules: { 'huati/network': 'error' },
  },
  { files: READS_ENVIRONMENT, rules: { 'huati/environment': 'off' } },
  { files: ['scripts/**', 'bench/**', 'deploy/local/src/**/main.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['scripts/**', '*.{js,mjs}'],
    languageOptions: { globals: globals.node },
    rules: { 'no-unused-vars': 'error', 'no-undef': 'error' },
  },
  { files: TESTS, rules: { 'max-lines-per-function': 'off', 'huati/test-lines': ['error', 80] } },
  {
    // What a mini-program runs in: it evaluates the program's scripts as WeChat does, and its APIs are long lists.
    files: ['client/test/mini-program/host/**'],
    rules: {
      'huati/test-lines': ['error', 140],
      '@typescript-eslint/no-implied-eval': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
    },
  },
  { files: ['client/test/mini-program/budget.test.ts'], rules: { 'no-console': 'off' } },
  prettier,
);
