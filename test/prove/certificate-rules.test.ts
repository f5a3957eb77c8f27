import { execFileSync, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkAuthority, checkIdentity } from '../../src/prove/certificate-rules.js';

const noOpenssl = spawnSync('openssl', ['version']).status !== 0;

const SOUND_LEAF = [
  'basicConstraints=critical,CA:FALSE',
  'subjectAltName=DNS:a.example',
  'extendedKeyUsage=serverAuth',
];
const SOUND_AUTHORITY = ['basicConstraints=critical,CA:TRUE', 'keyUsage=keyCertSign', 'extendedKeyUsage=clientAuth'];
const P256 = ['ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];

/** A self-signed certificate as OpenSSL makes it: these rules ask nobody who signed it. */
function certificate(extensions: readonly string[], key: readonly string[] = P256, digest = '-sha256') {
  const folder = mkdtempSync(join(tmpdir(), 'prove-'));
  const at = (name: string) => join(folder, name);
  writeFileSync(
    at('config'),
    `[req]\ndistinguished_name=dn\nx509_extensions=ext\n[dn]\n[ext]\n${extensions.join('\n')}\n`,
  );
  const [algorithm, ...options] = key;
  execFileSync('openssl', ['genpkey', '-algorithm', algorithm!, ...options, '-out', at('key.pem')], {
    stdio: 'ignore',
  });
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-new',
      digest,
      '-key',
      at('key.pem'),
      '-subj',
      '/CN=a.example',
      '-config',
      at('config'),
      '-out',
      at('cert.pem'),
    ],
    { stdio: 'ignore' },
  );
  return new X509Certificate(readFileSync(at('cert.pem')));
}

const leafRules = (leaf: X509Certificate) => checkIdentity({ chain: [leaf] }, 'a').map(({ rule }) => rule);
const authorityRules = (authority: X509Certificate) =>
  checkAuthority({ name: 'ca', certificate: authority }, 'a').map(({ rule }) => rule);

describe.skipIf(noOpenssl)('certificates that OpenSSL made (skipped without openssl)', () => {
  it('are without a finding when they are sound', () => {
    expect(leafRules(certificate(SOUND_LEAF))).toEqual([]);
    expect(leafRules(certificate(SOUND_LEAF, ['rsa', '-pkeyopt', 'rsa_keygen_bits:2048']))).toEqual([]);
    expect(authorityRules(certificate(SOUND_AUTHORITY))).toEqual([]);
  });

  it.each<[string, readonly string[], readonly string[] | undefined, string]>([
    [
      'no subject alternative name',
      SOUND_LEAF.filter((line) => !line.startsWith('subjectAlt')),
      undefined,
      'leaf-without-san',
    ],
    [
      'an authority in place of a leaf',
      [...SOUND_AUTHORITY, 'subjectAltName=DNS:a.example'],
      undefined,
      'leaf-is-authority',
    ],
    ['RSA of 1024 bits', SOUND_LEAF, ['rsa', '-pkeyopt', 'rsa_keygen_bits:1024'], 'weak-key'],
    ['a curve that only some know', SOUND_LEAF, ['ec', '-pkeyopt', 'ec_paramgen_curve:secp256k1'], 'weak-key'],
    ['Ed25519', SOUND_LEAF, ['ed25519'], 'weak-key'],
  ])('that a host shows: %s', (_, extensions, key, rule) => {
    expect(leafRules(certificate(extensions, key, key?.[0] === 'ed25519' ? '-sha512' : '-sha256'))).toEqual([rule]);
  });

  it.each<[string, readonly string[], string]>([
    ['a leaf in place of an authority', SOUND_LEAF, 'authority-not-ca'],
    [
      'no extended key usage',
      SOUND_AUTHORITY.filter((line) => !line.startsWith('extended')),
      'authority-without-usage',
    ],
  ])('that a host trusts: %s', (_, extensions, rule) => {
    expect(authorityRules(certificate(extensions))).toEqual([rule]);
  });
});
