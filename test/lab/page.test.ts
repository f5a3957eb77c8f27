import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FAULTS } from '../../src/lab/catalogue/index.js';
import { SAYS } from '../../src/lab/catalogue/says.js';
import { faultsPage } from '../../src/lab/page.js';
import { RULES } from '../../src/rules/index.js';

describe('the catalogue of faults', () => {
  it('is docs/lab.md', () => {
    expect(faultsPage()).toBe(readFileSync(new URL('../../docs/lab.md', import.meta.url), 'utf8'));
  });

  it('has ids of its own, each found by verify or check under rules that there are', () => {
    expect(new Set(FAULTS.map(({ id }) => id)).size).toBe(FAULTS.length);
    for (const { id, rules } of FAULTS) {
      expect(rules, id).not.toEqual([]);
      for (const rule of rules) expect(RULES).toHaveProperty(rule);
    }
  });

  it('records what is said about no fault that there is not', () => {
    const ids = FAULTS.map(({ id }) => id);
    expect(Object.keys(SAYS).filter((id) => !ids.includes(id))).toEqual([]);
  });
});
