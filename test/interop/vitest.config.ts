import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/interop/**/*.test.ts'],
    globalSetup: ['test/interop/setup.ts'],
    testTimeout: 120_000,
    // One call judges more than a thousand cases.
    hookTimeout: 300_000,
    // Each judge takes a core of its own.
    maxWorkers: 1,
  },
});
