import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';
import { htmlTags } from './build/html-tags';
import { later } from './build/later';
import { platformSuffix } from './build/platform-suffix';
import { smallEntities } from './build/small-entities';
import { withoutWords } from './build/without-words';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** What a reader need not have to read the first answer. */
const LATER = ['EvidenceSheet', 'LivePart', 'ReportSheet'];

/** What this page has no words of. */
const UNSAID = ['exports', 'handoff', 'legal', 'roles', 'sharing', 'topics', 'usage'];

/** Files of ours that do something by being loaded; of all others, what nobody uses is left out with all that it imports. */
const ACTS = /\/src\/reader\/main\.ts$|\.(?:vue|s?css)(?:\?|$)/;

/**
 * The page of a shared topic, which is read without the chat: the same components, compiled for a browser alone. The server fills
 * `index.html` in for each share. `npm run build client:h5` builds it into the H5 client.
 */
export default defineConfig({
  root: at('./src/reader'),
  base: '/reader/',
  envDir: at('.'),
  publicDir: false,
  plugins: [
    platformSuffix('reader'),
    later(LATER),
    smallEntities(),
    withoutWords(UNSAID),
    vue({ template: { compilerOptions: { nodeTransforms: [htmlTags] }, transformAssetUrls: false } }),
  ],
  resolve: { alias: { '@': at('./src') } },
  define: {
    __VUE_OPTIONS_API__: 'false',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
  },
  build: {
    target: 'es2018',
    outDir: at('./dist/build/h5/reader'),
    emptyOutDir: true,
    sourcemap: false,
    // A request more costs a phone more than the few rules that it does not need yet.
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    rollupOptions: {
      treeshake: { moduleSideEffects: (id) => !/\/(?:client|shared)\/src\//.test(id) || ACTS.test(id) },
    },
  },
});
