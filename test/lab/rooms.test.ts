import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const SOURCES = new URL('../../src/', import.meta.url);

/** Every source file, with what it imports. */
const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path, text: readFileSync(new URL(path, SOURCES), 'utf8') }));

describe('what makes certificates that must never be made', () => {
  it('is out of reach of everything but the commands of the lab', () => {
    const users = files.filter(
      ({ path, text }) => !path.startsWith('lab/') && /(from|import\() ?'[^']*\/lab\/[^']*'/.test(text),
    );
    expect(users.map(({ path }) => path).sort()).toEqual(['cli/lab-serve.ts', 'cli/lab.ts']);
  });
});
