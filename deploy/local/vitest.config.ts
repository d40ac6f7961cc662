import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The pace is measured in real time, so nothing else of ours runs beside it.
  test: {
    fileParallelism: false,
    include: ['test/**/*.test.ts'],
    setupFiles: ['../../shared/test/patience.ts'],
    testTimeout: 30_000,
  },
});
