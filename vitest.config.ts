import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/interop/**', 'node_modules/**'],
    // The simulated screen takes the place of inquirer's streams only in what vitest transforms.
    server: { deps: { inline: [/inquirer/] } },
    // Whole-program tests make RSA keys on machines that may have one busy core.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
