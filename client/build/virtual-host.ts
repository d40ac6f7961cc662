import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';
import { ownFile } from './platform-suffix';

const COMPONENT = /\/src\/(?!pages\/[^/]+\/index\.vue$|App\.vue$).+\.vue$/;
const SETUP = /<script setup lang="ts"[^>]*>\n/;

/**
 * WeChat puts an element of its own around each component, which a style sheet does not know of: as a child in a row it
 * stretches nothing and shrinks nothing. With a virtual host there is none, and with shared styles the rules of one component
 * reach what it puts into another, as on all other platforms.
 */
export function virtualHost(): Plugin {
  return {
    name: 'huati:virtual-host',
    enforce: 'pre',
    load(id) {
      if (!COMPONENT.test(id.replaceAll('\\', '/'))) return undefined;
      const source = readFileSync(ownFile(id, 'mp-weixin') ?? id, 'utf8');
      if (!SETUP.test(source)) this.error(`${id} has no <script setup lang="ts">`);
      return source.replace(
        SETUP,
        (tag) => `${tag}defineOptions({ options: { virtualHost: true, styleIsolation: 'shared' } });\n`,
      );
    },
  };
}
