import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CertlabError } from '../../src/errors.js';
import { FAULTS } from '../../src/lab/catalogue/index.js';
import { allPages, explain } from '../../src/rules/explain.js';
import { RULES, TOPICS } from '../../src/rules/index.js';
import { rulesPage } from '../../src/rules/page.js';

const ids = (text: string) => explain(text).map(({ id }) => id);

describe('explain', () => {
  it('knows every id', () => {
    for (const id of Object.keys(RULES)) expect(ids(id)).toEqual([id]);
  });

  it.each([
    [
      'x509: certificate signed by unknown authority',
      ['issuer-not-trusted', 'intermediate-missing', 'authorities-missing'],
    ],
    [
      'Error: fail to enroll: fail to execute request to fleet-server: x509: certificate is valid for a, b, not c.example.com',
      ['name-not-in-san'],
    ],
    ['"remote error: tls: certificate required"', ['own-agent-certificate-missing', 'client-authority-not-requested']],
    ['pkcs8: incorrect   password', ['passphrase-trailing-newline', 'passphrase-wrong', 'key-pbkdf2-key-length']],
    ['unknown flag: --install-servers', ['flag-unknown', 'flag-too-new']],
    ['--fleet-server-cert must be provided as an absolute path', ['path-not-absolute']],
    ['X509: Certificate Has Expired or is not yet valid', ['certificate-expired', 'certificate-not-yet-valid']],
    ['no pem file', ['key-file-without-key', 'file-not-pem', 'file-encoding']],
    ['Password is not ASCII', ['passphrase-not-ascii']],
    ['extended key usage does not permit use for TLS client authentication', ['client-usage-missing']],
  ])('finds the pages that %j can come from', (message, expected) => {
    expect(ids(message)).toEqual(expect.arrayContaining(expected));
  });

  it('finds a page for every text that a rule says is seen', () => {
    for (const { id, seen } of allPages()) {
      for (const { text } of seen) expect(ids(text.replaceAll(/\{\w+\}/g, 'anything'))).toContain(id);
    }
  });

  // What Elastic's own loader printed, in the catalogue of faults; a bare host name says too little.
  const PRINTED = FAULTS.flatMap(({ id, says, rules }) =>
    says.go === undefined || says.go.text === 'accepted' || !says.go.text.includes(' ')
      ? []
      : [[says.go.text, id, rules] as const],
  );

  it.each(PRINTED)('leads from %j to the fault %s', (message, _, rules) => {
    expect(ids(message).some((id) => rules.some((rule) => rule === id))).toBe(true);
  });

  it('names the nearest id', () => {
    expect(() => explain('passphrase-wrng')).toThrow(CertlabError);
    try {
      explain('passphrase-wrng');
    } catch (error) {
      expect((error as CertlabError).problems[0]?.hint).toBe('did you mean passphrase-wrong?');
    }
  });

  it.each(['', 'tls', 'something else went wrong entirely'])('does not guess at %j', (text) => {
    expect(() => explain(text)).toThrow(CertlabError);
  });
});

describe('the table of rules', () => {
  it('has at least 45 rules', () => {
    expect(Object.keys(RULES).length).toBeGreaterThanOrEqual(45);
  });

  it('has each id once, in kebab-case', () => {
    const all = TOPICS.flatMap(({ rules }) => Object.keys(rules));
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBe(Object.keys(RULES).length);
    for (const id of all) expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  it('says something in every field, in one line', () => {
    for (const { cause, fix, explanation, seen } of allPages()) {
      for (const text of [cause, fix, explanation, ...seen.map((one) => one.text)]) expect(text).toMatch(/^\S.{3,}\S$/);
      expect(cause).not.toMatch(/\.$/);
    }
  });

  it('is docs/rules.md', () => {
    const page = readFileSync(new URL('../../docs/rules.md', import.meta.url), 'utf8');
    expect(page, 'render it again: npm run build && node scripts/docs.mjs').toBe(rulesPage());
  });
});
