import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { later } from './build/later';
import { offline } from './build/offline';
import { forBrowsers, LIGHT_VUE, moduleSideEffects, SMALLEST } from './build/web';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const bff = process.env.HUATI_BFF ?? 'http://127.0.0.1:3000';

/** What no first page shows. */
const LATER = [
  'AnswerAnnouncer',
  'AnswerMenu',
  'AnswerSheets',
  'AttachmentChips',
  'EvidenceSheet',
  'ExportSheet',
  'FeedbackSheet',
  'FilesSheet',
  'GoingOn',
  'HandoffSheet',
  'LinkSheet',
  'LiveBar',
  'MessageList',
  'MyShares',
  'ReportSheet',
  'RolesSheet',
  'SearchResults',
  'SelectionActions',
  'SelectTextSheet',
  'SettingsSheet',
  'SharedTopic',
  'ShareSheet',
  'SpeechBar',
  'TakingSheet',
  'TemplateList',
  'TemplateSheet',
  'TopicPanel',
  'TopicSetupSheet',
  'TopicTitlePrompt',
  'UsageSheet',
];

/**
 * H5: the program compiled for browsers alone, its elements HTML's and without uni's runtime, which weighs more than all of ours.
 * `npm run build client:h5`.
 */
export default defineConfig({
  publicDir: at('./public'),
  plugins: [later(LATER), ...forBrowsers('h5'), offline()],
  resolve: { alias: { '@dcloudio/uni-app': at('./src/web/uni-app.ts'), '@': at('./src') } },
  define: LIGHT_VUE,
  build: {
    target: 'es2018',
    outDir: at('./dist/build/h5'),
    emptyOutDir: true,
    sourcemap: false,
    // A request more costs a phone more than the few rules that it does not need yet.
    cssCodeSplit: false,
    ...SMALLEST,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { index: at('./index.html'), sw: at('./src/web/service-worker.ts') },
      output: { entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js') },
      treeshake: { moduleSideEffects },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': bff,
      '/v1': bff,
      '^/s/': bff,
      // As it was last built, by `npm run build client:h5`: the page of a share is a program of its own.
      '/reader/': bff,
      '/socket.io': { target: bff, ws: true },
    },
  },
});
