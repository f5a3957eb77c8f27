#!/usr/bin/env node
import { readFileSync } from 'node:fs';

// Answered before anything is loaded: scripts ask for the version often.
if (process.argv.length === 3 && ['--version', '-V'].includes(process.argv[2] ?? '')) {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  process.stdout.write(`${version}\n`);
} else {
  const { run } = await import('./cli/run.js');
  process.exitCode = await run(process.argv.slice(2));
}
