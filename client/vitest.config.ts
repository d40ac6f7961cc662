import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

const UNI_TAGS = new Set([
  'view',
  'text',
  'image',
  'button',
  'input',
  'textarea',
  'scroll-view',
  'rich-text',
  'page-meta',
  'label',
  'movable-area',
  'movable-view',
  'switch',
]);
const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// uni's own plugin does not load under vitest: components are compiled by plain Vue, its tags as custom elements.
export default defineConfig({
  plugins: [vue({ template: { compilerOptions: { isCustomElement: (tag) => UNI_TAGS.has(tag) } } })],
  resolve: {
    alias: {
      '@dcloudio/uni-app': at('./test/stubs/uni-app.ts'),
      '@': at('./src'),
    },
  },
  // What all workspaces share lies beside this one.
  server: { fs: { allow: [at('..')] } },
  test: {
    environment: 'happy-dom',
    setupFiles: [at('../shared/test/patience.ts'), at('./test/setup.ts')],
    expect: { poll: { timeout: 30_000 } },
    include: ['src/**/*.{spec,test}.ts', 'test/**/*.{spec,test}.ts'],
    restoreMocks: true,
    // Many whole parses, on a machine that builds beside them: what is slow is measured where that is asked for.
    testTimeout: 60_000,
  },
});
