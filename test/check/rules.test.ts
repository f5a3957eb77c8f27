import forge from 'node-forge';
import { afterAll, describe, expect, it } from 'vitest';
import { check } from '../../src/proof/check.js';
import type { CheckOptions, Sources } from '../../src/proof/check-types.js';
import { RULES, type RuleId } from '../../src/rules/index.js';
import { agent, environment, otherEnd, server, settings } from './inputs.js';
import { PROOF_ONLY, provocations } from './provoked.js';
import { at, stock } from './stock.js';
import { HAS_OPENSSL, PASSPHRASE } from './workshop.js';

const { shop, fingerprints } = stock();
afterAll(() => shop.remove());

/** node-forge writes the keyLength that Elastic Agent misreads. */
const plain = forge.pki.privateKeyToAsn1(forge.pki.rsa.generateKeyPair({ bits: 1024, workers: -1 }).privateKey);
const locked = forge.pki.encryptPrivateKeyInfo(forge.pki.wrapRsaPrivateKey(plain), PASSPHRASE, {
  algorithm: 'aes256',
  prfAlgorithm: 'sha256',
});
shop.put(at('key-length-key.pem'), forge.pki.encryptedPrivateKeyToPem(locked));

const rulesFound = async (sources: Sources, options: Partial<CheckOptions> = {}): Promise<string[]> => {
  const base = { root: shop.root, stackVersion: { major: 9, minor: 5 }, fips: false, now: new Date() };
  return (await check(sources, { ...base, ...options })).findings.map(({ rule }) => rule);
};

const TABLE = provocations(shop.root, fingerprints);

describe.skipIf(!HAS_OPENSSL)('a rule [needs openssl]', () => {
  it.each(TABLE.map((row) => [row.rule, row] as const))('%s is found where it is broken', async (rule, row) => {
    expect(await rulesFound(row.sources, row.options)).toContain(rule);
  });
});

it('every rule has an input that breaks it, here or among the tests of the proof', () => {
  const tested = new Set<RuleId>([...TABLE.map(({ rule }) => rule), ...PROOF_ONLY]);
  expect(Object.keys(RULES).filter((rule) => !tested.has(rule as RuleId))).toEqual([]);
});

describe.skipIf(!HAS_OPENSSL)('nothing is wrong with [needs openssl]', () => {
  it.each<[string, Sources]>([
    ["an agent's command and files that are right", agent()],
    ["a Fleet Server's", server()],
    ['a container', environment()],
    ['Elasticsearch', settings(shop.root)],
    ['both ends of every connection', { ...agent(), ...otherEnd(), ...settings(shop.root) }],
  ])('%s', async (_, sources) => {
    expect(await rulesFound(sources)).toEqual([]);
  });
});
