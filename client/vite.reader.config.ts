import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { later } from './build/later';
import { forBrowsers, LIGHT_VUE, moduleSideEffects, SMALLEST } from './build/web';
import { withoutWords } from './build/without-words';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** What a reader need not have to read the first answer. */
const LATER = ['EvidenceSheet', 'LivePart', 'ReportSheet'];

/** What this page has no words of. */
const UNSAID = [
  'account',
  'announce',
  'exports',
  'handoff',
  'legal',
  'roles',
  'sharing',
  'templates',
  'topics',
  'usage',
];

/**
 * The page of a shared topic, which is read without the chat: the same components, compiled for a browser alone. The server fills
 * `index.html` in for each share. `npm run build client:h5` builds it into the H5 client.
 */
export default defineConfig({
  root: at('./src/reader'),
  base: '/reader/',
  envDir: at('.'),
  publicDir: false,
  plugins: [later(LATER), withoutWords(UNSAID), ...forBrowsers('reader')],
  resolve: { alias: { '@': at('./src') } },
  define: LIGHT_VUE,
  build: {
    target: 'es2018',
    outDir: at('./dist/build/h5/reader'),
    emptyOutDir: true,
    sourcemap: false,
    // A request more costs a phone more than the few rules that it does not need yet.
    cssCodeSplit: false,
    ...SMALLEST,
    modulePreload: { polyfill: false },
    rollupOptions: { treeshake: { moduleSideEffects } },
  },
});
