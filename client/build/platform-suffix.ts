import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Plugin } from 'vite';

const PLATFORM_FILE = /\/src\/platform\/[^/.]+\.(ts|vue)$/;

/**
 * Puts `src/platform/x.<platform>.ts` in the place of `src/platform/x.ts` where the former exists; components likewise.
 *
 * When a file is loaded, not when its name is resolved: uni resolves aliased names before any plugin is asked.
 *
 * @param platform uni's name of the target: `h5`, `mp-weixin` or `app`. `x.ts` serves H5 and is the default.
 */
export function platformSuffix(platform: string): Plugin {
  return {
    name: 'huati:platform-suffix',
    enforce: 'pre',
    load(id) {
      const own = ownFile(id, platform);
      if (own === undefined) return undefined;
      this.addWatchFile(own);
      if (own.endsWith('.vue')) return readFileSync(own, 'utf8');
      return `export * from ${JSON.stringify(`./${basename(own, '.ts')}`)};`;
    },
    // Were another plugin to load these files first, a phone would get the browser's code and stop at its first line.
    buildEnd(error) {
      const modules = new Set(this.getModuleIds());
      for (const id of error ? [] : modules) {
        const own = ownFile(id, platform);
        if (own?.endsWith('.ts') && !modules.has(own)) this.error(`${own} did not take the place of ${id}`);
      }
    },
  };
}

/** The file of this platform that stands for `id`, where there is one. */
export function ownFile(id: string, platform: string): string | undefined {
  if (!PLATFORM_FILE.test(id.replaceAll('\\', '/'))) return undefined;
  const own = id.replace(/\.(ts|vue)$/, `.${platform}.$1`);
  return existsSync(own) ? own : undefined;
}
