import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * The page that draws diagrams in a frame of its own. `npm run build client:diagrams` builds it, and the H5 client has a copy; nothing of it is loaded
 * before an answer has a diagram.
 */
export default defineConfig({
  root: at('./src/diagrams'),
  base: '/diagrams/',
  envDir: at('.'),
  publicDir: false,
  // Formulas in diagrams would need another copy of what sets them; Mermaid does without it.
  resolve: { alias: { '@': at('./src'), katex: at('./src/diagrams/no-formulas.ts') } },
  build: {
    target: 'es2018',
    outDir: at('./dist/build/diagrams'),
    emptyOutDir: true,
    sourcemap: false,
    chunkSizeWarningLimit: 1_000,
    modulePreload: false,
  },
});
