import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    setupFiles: ['../shared/test/patience.ts'],
    include: ['test/**/*.test.ts', 'src/**/*.test.ts'],
    // Real sockets, databases and a real model server: two files at once leave their timings honest on two cores.
    maxWorkers: 2,
    minWorkers: 1,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
