import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['test/**/*.test.mjs'],
    // The laws are tried through ESLint with types, and loading the project's types takes a while on a slow machine.
    testTimeout: 120_000,
  },
});
