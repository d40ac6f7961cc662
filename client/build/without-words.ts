import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/**
 * Leaves the words of parts of the product out that a page does not have, in all languages, and refuses to build it where it asks
 * for one of them after all.
 *
 * @param parts names of files in `src/i18n/<language>/`
 */
export function withoutWords(parts: readonly string[]): Plugin {
  const file = new RegExp(`/src/i18n/[^/]+/(${parts.join('|')})\\.ts$`);
  const left = new Set<string>();
  return {
    name: 'huati:without-words',
    enforce: 'pre',
    load(id) {
      const part = file.exec(id.replaceAll('\\', '/'))?.[1];
      if (part === undefined) return undefined;
      for (const [, key = ''] of readFileSync(id, 'utf8').matchAll(KEY)) left.add(key);
      return `export const ${NAMES[part] ?? part} = {};`;
    },
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        const asked =
          chunk.type === 'chunk' ? [...chunk.code.matchAll(QUOTED)].find(([, text = '']) => left.has(text)) : undefined;
        if (asked) this.error(`${chunk.fileName} asks for ${asked[0]}, which was left out`);
      }
    },
  };
}

/** What words are known by, and what may be such a key in what was built. */
const KEY = /^ {2}'([\w.]+)':/gm;
const QUOTED = /["'`](\w+\.[\w.]+)["'`]/g;

/** What a file exports where that is not its own name: `exports` is a name of CommonJS. */
const NAMES: Record<string, string> = { exports: 'exporting' };
