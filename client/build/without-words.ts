import type { Plugin } from 'vite';

/**
 * Leaves the words of parts of the product out that a page does not have, in all languages, and refuses to build it where it asks
 * for one of them after all.
 *
 * @param parts names of files in `src/i18n/<language>/`
 */
export function withoutWords(parts: readonly string[]): Plugin {
  const file = new RegExp(`/src/i18n/[^/]+/(${parts.join('|')})\\.ts$`);
  const key = new RegExp(`["'\`](?:${parts.join('|')})\\.[\\w.]+["'\`]`);
  return {
    name: 'huati:without-words',
    enforce: 'pre',
    load(id) {
      const part = file.exec(id.replaceAll('\\', '/'))?.[1];
      return part === undefined ? undefined : `export const ${NAMES[part] ?? part} = {};`;
    },
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        const asked = chunk.type === 'chunk' ? key.exec(chunk.code)?.[0] : undefined;
        if (asked !== undefined) this.error(`${chunk.fileName} asks for ${asked}, which was left out`);
      }
    },
  };
}

/** What a file exports where that is not its own name: `exports` is a name of CommonJS. */
const NAMES: Record<string, string> = { exports: 'exporting' };
