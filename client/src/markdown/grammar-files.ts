import type { HLJSApi, LanguageFn } from 'highlight.js';

type Loads = () => Promise<{ default: LanguageFn }>;

/** Each is loaded when code of its language is first shown. */
const FILES = {
  bash: () => import('highlight.js/lib/languages/bash'),
  cpp: () => import('highlight.js/lib/languages/cpp'),
  css: () => import('highlight.js/lib/languages/css'),
  go: () => import('highlight.js/lib/languages/go'),
  java: () => import('highlight.js/lib/languages/java'),
  javascript: () => import('highlight.js/lib/languages/javascript'),
  json: () => import('highlight.js/lib/languages/json'),
  markdown: () => import('highlight.js/lib/languages/markdown'),
  python: () => import('highlight.js/lib/languages/python'),
  sql: () => import('highlight.js/lib/languages/sql'),
  typescript: () => import('highlight.js/lib/languages/typescript'),
  xml: () => import('highlight.js/lib/languages/xml'),
  yaml: () => import('highlight.js/lib/languages/yaml'),
} satisfies Record<string, Loads>;

type Grammar = keyof typeof FILES;

/** By the names of fences, where they are not those of the files. */
const NAMES = new Map<string, Grammar>([
  ...(Object.keys(FILES) as Grammar[]).map((name): [string, Grammar] => [name, name]),
  ['c', 'cpp'],
  ['c++', 'cpp'],
  ['console', 'bash'],
  ['h', 'cpp'],
  ['html', 'xml'],
  ['js', 'javascript'],
  ['jsx', 'javascript'],
  ['md', 'markdown'],
  ['py', 'python'],
  ['sh', 'bash'],
  ['shell', 'bash'],
  ['svg', 'xml'],
  ['ts', 'typescript'],
  ['tsx', 'typescript'],
  ['vue', 'xml'],
  ['yml', 'yaml'],
]);

/** Languages that may stand within another. */
const WITHIN: Partial<Record<Grammar, Grammar[]>> = { xml: ['css', 'javascript'], markdown: ['xml'] };

/** What colours one language; `name` is what the grammar is called. */
export interface Colours {
  hljs: HLJSApi;
  name: string;
}

const loading = new Map<Grammar, Promise<Colours>>();

/**
 * Loads what colours a language.
 *
 * @param language as written behind a fence, lower case
 * @returns null where the language is not known or cannot be loaded now: such code is read without colours
 */
export async function coloursOf(language: string): Promise<Colours | null> {
  const name = NAMES.get(language);
  if (name === undefined) return null;
  const asked = loading.get(name) ?? load(name);
  loading.set(name, asked);
  try {
    return await asked;
  } catch {
    // Asked for again with the next code.
    loading.delete(name);
    return null;
  }
}

async function load(name: Grammar): Promise<Colours> {
  const [{ default: hljs }] = await Promise.all([
    import('highlight.js/lib/core'),
    ...[name, ...(WITHIN[name] ?? [])].map(register),
  ]);
  return { hljs, name };
}

async function register(name: Grammar): Promise<void> {
  const [{ default: hljs }, { default: grammar }] = await Promise.all([import('highlight.js/lib/core'), FILES[name]()]);
  if (!hljs.getLanguage(name)) hljs.registerLanguage(name, grammar);
}
