import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    setupFiles: ['../shared/test/patience.ts'],
    expect: { poll: { timeout: 30_000 } },
    include: ['test/**/*.test.ts', 'src/**/*.test.ts'],
    // Real sockets, databases and a model server that writes at a model's pace: files mostly wait, and three of them at once leave
    // their timings honest on two cores.
    maxWorkers: 3,
    minWorkers: 1,
    // For what hangs: whatever is slow on a machine that has much else to do passes.
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
