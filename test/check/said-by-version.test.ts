import { afterAll, describe, expect, it } from 'vitest';
import type { StackVersion } from '../../src/deployment/types.js';
import { check } from '../../src/proof/check.js';
import type { Sources } from '../../src/proof/check-types.js';
import { RULES, type RuleId } from '../../src/rules/index.js';
import type { Rule } from '../../src/rules/rule.js';
import { agent, otherEnd, server } from './inputs.js';
import { provocations } from './provoked.js';
import { at, stock } from './stock.js';
import { HAS_OPENSSL } from './workshop.js';

const { shop, fingerprints } = stock();
afterAll(() => shop.remove());

const seenIn = async (rule: RuleId, sources: Sources, stackVersion: StackVersion) => {
  const { findings } = await check(sources, { root: shop.root, fips: false, now: new Date(), stackVersion });
  return findings.filter((one) => one.rule === rule).map(({ seen }) => seen?.text);
};
const V94: StackVersion = { major: 9, minor: 4 };
const V95: StackVersion = { major: 9, minor: 5 };

/** From runs of elastic-agent-libs 0.33.3 and 0.46.3. */
const ROWS: readonly [what: string, RuleId, Sources, before95: RegExp, since95: RegExp][] = [
  [
    'the only CA of a list is missing',
    'file-missing',
    agent({ 'certificate-authorities': at('none.pem') }),
    /^open \S*none\.pem: no such file or directory$/,
    /^initial CA load failed, none of the 1 CA\(s\) could be loaded: \[open : no such file or directory reading \S*none\.pem\]$/,
  ],
  [
    'one of two CAs is missing',
    'file-missing',
    server({ 'certificate-authorities': `${at('fleet-ca.pem')},${at('none.pem')}` }),
    /^open \S*none\.pem: no such file or directory$/,
    /^Failed reading CA certificate: open : no such file or directory$/,
  ],
  [
    'a certificate is missing',
    'file-missing',
    agent({ 'elastic-agent-cert': at('none.pem') }),
    /^open \S*none\.pem: no such file or directory$/,
    /^initial certificate load failed: reading certificate file: open : no such file or directory$/,
  ],
  [
    'a comma stands where one CA is taken',
    'fleet-server-es-ca-list',
    server({ 'fleet-server-es-ca': `${at('es-ca.pem')},${at('fleet-ca.pem')}` }),
    /^open \S*es-ca\.pem,\S*fleet-ca\.pem: no such file or directory$/,
    /^initial CA load failed, none of the 1 CA\(s\) could be loaded/,
  ],
  [
    'the second CA has a relative path',
    'list-path-not-absolute',
    server({ 'certificate-authorities': `${at('fleet-ca.pem')},agent-ca.pem` }),
    /^open agent-ca\.pem: no such file or directory$/,
    /^Failed reading CA certificate: open : no such file or directory$/,
  ],
  [
    "the server does not list the agent's CA",
    'client-authority-not-requested',
    { ...agent(), ...otherEnd({ 'certificate-authorities': at('fleet-ca.pem') }) },
    /^tls: client didn't provide a certificate$/,
    /^tls: failed to verify certificate: x509: certificate signed by unknown authority$/,
  ],
];

describe.skipIf(!HAS_OPENSSL)('a finding shows what the version says [needs openssl]', () => {
  it.each(ROWS)('%s', async (_, rule, sources, before95, since95) => {
    expect((await seenIn(rule, sources, V94))[0]).toMatch(before95);
    expect((await seenIn(rule, sources, V95))[0]).toMatch(since95);
  });
});

/** Its other texts are those of bundles, which the proof finds. */
const OF_BUNDLES: ReadonlySet<string> = new Set(['file-not-in-bundle']);
const ranged = (rule: Rule) => (rule.seen ?? []).some(({ since, until }) => since ?? until);

it('every rule whose texts depend on the version is asked about here', () => {
  const asked = new Set<string>([...ROWS.map(([, rule]) => rule), ...OF_BUNDLES]);
  const open = Object.entries(RULES).filter(([id, rule]) => ranged(rule) && !asked.has(id));
  expect(open.map(([id]) => id)).toEqual([]);
});

describe.skipIf(!HAS_OPENSSL)('no finding shows a text of another version [needs openssl]', () => {
  const rows = provocations(shop.root, fingerprints).filter(({ rule }) => ranged(RULES[rule]));
  it.each(rows.map((row) => [row.rule, row] as const))('%s', async (id, { rule, sources, options = {} }) => {
    const { seen = [] }: Rule = RULES[rule];
    for (const [stackVersion, other] of [
      [V94, 'since'],
      [V95, 'until'],
    ] as const) {
      const foreign = seen.filter((text) => text[other] !== undefined);
      const patterns = foreign.map(
        ({ text }) => new RegExp(`^${text.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '.*')}$`),
      );
      const base = { root: shop.root, fips: false, now: new Date() };
      const { findings } = await check(sources, { ...base, ...options, stackVersion });
      const shown = findings.filter((one) => one.rule === id).flatMap((one) => one.seen?.text ?? []);
      expect(shown.filter((text) => patterns.some((pattern) => pattern.test(text)))).toEqual([]);
    }
  });
});
