import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/interop/**', 'node_modules/**'],
    // Whole-program tests make RSA keys on machines that may have one busy core.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
