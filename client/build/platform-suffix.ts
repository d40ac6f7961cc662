import { existsSync } from 'node:fs';
import type { Plugin } from 'vite';

const PLATFORM_FILE = /\/src\/platform\/[^/.]+\.ts$/;

/**
 * Picks `src/platform/x.<platform>.ts` over `src/platform/x.ts` where the former exists.
 *
 * @param platform uni's name of the target: `h5`, `mp-weixin` or `app`. `x.ts` serves H5 and is the default.
 */
export function platformSuffix(platform: string): Plugin {
  return {
    name: 'huati:platform-suffix',
    enforce: 'pre',
    async resolveId(source, importer, options) {
      const found = await this.resolve(source, importer, { ...options, skipSelf: true });
      if (!found || !PLATFORM_FILE.test(found.id.replaceAll('\\', '/'))) return found;
      const own = found.id.replace(/\.ts$/, `.${platform}.ts`);
      return existsSync(own) ? { ...found, id: own } : found;
    },
  };
}
