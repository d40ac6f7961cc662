import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const COMPONENT = /\/src\/.+\.vue$/;
const SETUP = /<script setup lang="ts"[^>]*>\n/;

/**
 * Has a browser load components when they are first drawn, not with the first page. A mini-program has all of its components from
 * its package, and knows them by static imports alone: the sources keep these, and for H5 they are replaced here.
 *
 * @param names file names without `.vue`
 */
export function later(names: readonly string[]): Plugin {
  const imports = new RegExp(`^import (${names.join('|')}) from ('[^']+/\\1\\.vue');$`, 'gm');
  return {
    name: 'huati:later',
    enforce: 'pre',
    load(id) {
      if (!COMPONENT.test(id.replaceAll('\\', '/'))) return undefined;
      const source = readFileSync(id, 'utf8');
      if (source.search(imports) < 0) return undefined;
      if (!SETUP.test(source)) this.error(`${id} has no <script setup lang="ts">`);
      return source
        .replace(imports, 'const $1 = loadLater(() => import($2));')
        .replace(SETUP, (tag) => `${tag}import { loadLater } from '@/platform/load-later';\n`);
    },
  };
}
