import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { generatePassphrase } from '../../../src/x509/write/passphrase.js';

const many = Array.from({ length: 500 }, () => generatePassphrase(randomBytes));

describe('a generated passphrase', () => {
  it('is 26 lower-case letters and digits, beginning with a letter', () => {
    for (const passphrase of many) expect(passphrase).toMatch(/^[a-z][a-z1-9]{25}$/);
  });

  it('carries at least 128 bits: each letter is as likely as any other, and each random bit counts', () => {
    const firsts = new Set<string>();
    const others = new Set<string>();
    for (let octet = 0; octet < 256; octet += 1) {
      const passphrase = generatePassphrase((size) => Buffer.alloc(size, octet));
      firsts.add(passphrase[0]!);
      others.add(passphrase[1]!);
    }
    expect(Math.log2(firsts.size) + 25 * Math.log2(others.size)).toBeGreaterThanOrEqual(128);
    expect([256 % firsts.size, 256 % others.size]).toEqual([0, 0]);
  });

  it('does not repeat', () => {
    expect(new Set(many).size).toBe(many.length);
  });

  it('means itself unquoted in sh', () => {
    const output = execFileSync('sh', ['-c', many.map((passphrase) => `printf '%s\\n' ${passphrase}`).join('\n')]);
    expect(output.toString()).toBe(`${many.join('\n')}\n`);
  });

  it('means itself unquoted in YAML', () => {
    expect(parse(many.map((passphrase) => `- ${passphrase}`).join('\n'))).toEqual(many);
  });
});
