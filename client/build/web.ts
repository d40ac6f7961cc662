import vue from '@vitejs/plugin-vue';
import type { Plugin } from 'vite';
import { htmlTags } from './html-tags';
import { platformSuffix } from './platform-suffix';
import { smallEntities } from './small-entities';

/** Files of ours that do something by being loaded; of all others, what nobody uses is left out with all that it imports. */
const ACTS = /\/src\/(?:reader\/main|web\/(?:main|service-worker))\.ts$|\.(?:vue|s?css)(?:\?|$)/;

/** What of Vue no program of ours for browsers needs. */
export const LIGHT_VUE = {
  __VUE_OPTIONS_API__: 'false',
  __VUE_PROD_DEVTOOLS__: 'false',
  __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
};

/** Whether a module has to be loaded although nobody uses what it exports. */
export const moduleSideEffects = (id: string): boolean => !/\/(?:client|shared)\/src\//.test(id) || ACTS.test(id);

/** Smaller by a tenth than what Vite makes by itself. */
export const SMALLEST = {
  minify: 'terser',
  terserOptions: { compress: { passes: 2 }, format: { comments: false } },
} as const;

/**
 * Compiles components for browsers alone: uni's elements are HTML's, and its runtime is not there.
 *
 * @param platform whose files of `src/platform/` take the place of the others
 */
export function forBrowsers(platform: string): Plugin[] {
  return [
    platformSuffix(platform),
    smallEntities(),
    vue({ template: { compilerOptions: { nodeTransforms: [htmlTags] }, transformAssetUrls: false } }),
  ];
}
