import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { flagsTable } from '../../src/deployment/flags-table.js';

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

describe('the README', () => {
  it('shows the table of flags as the program has it (npm run docs)', () => {
    expect(README).toContain(flagsTable());
  });

  it('links only to files that are there', () => {
    const links = [...README.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path]) => path!);
    expect(links.length).toBeGreaterThan(3);
    expect(links.filter((path) => !existsSync(new URL(`../../${path}`, import.meta.url)))).toEqual([]);
  });
});
