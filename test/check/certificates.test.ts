import { execFileSync, spawnSync } from 'node:child_process';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NEWEST_VERSION } from '../../src/deployment/versions.js';
import { judgeAuthorities, judgeChain } from '../../src/rules/judges/certificates.js';
import { brokenKeyRules } from '../../src/rules/judges/keys.js';
import type { Finding } from '../../src/rules/types.js';
import type { Reader } from '../../src/setup/pairs.js';
import { inspectCertificate } from '../../src/x509/read/certificate.js';
import { inspect } from '../../src/x509/read/material.js';
import { temporaryFolder } from '../helpers/temporary.js';

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
  const folder = temporaryFolder('prove');
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

const options = () => ({ now: new Date(), fips: false, stackVersion: NEWEST_VERSION });
const found = (x509: X509Certificate) => inspectCertificate(x509.raw);
/** They were made to last a month. */
const isLasting = ({ rule }: Finding) => rule !== 'certificate-expires-soon';

const leafRules = (leaf: X509Certificate) =>
  judgeChain({ where: 'a', chain: [found(leaf)] }, 'server', options())
    .filter(isLasting)
    .map(({ rule }) => rule);
const authorityRules = (authority: X509Certificate) =>
  judgeAuthorities('a', [found(authority)], options()).map(({ rule }) => rule);

const keyRules = (pem: string, program: Reader['program']) =>
  inspect(Buffer.from(pem)).keys.flatMap((key) =>
    brokenKeyRules(key, { program, unprivileged: false, hasModes: false, hasOwners: false }),
  );

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
      ['basicConstraints=critical,CA:TRUE', ...SOUND_LEAF.slice(1)],
      undefined,
      'leaf-is-authority',
    ],
    ['RSA of 1024 bits', SOUND_LEAF, ['rsa', '-pkeyopt', 'rsa_keygen_bits:1024'], 'weak-key'],
    ['a curve that only some know', SOUND_LEAF, ['ec', '-pkeyopt', 'ec_paramgen_curve:secp256k1'], 'weak-key'],
    ['Ed25519', SOUND_LEAF, ['ed25519'], 'weak-key'],
  ])('that a host shows: %s', (_, extensions, key, rule) => {
    expect(leafRules(certificate(extensions, key, key?.[0] === 'ed25519' ? '-sha512' : '-sha256'))).toEqual([rule]);
  });

  it('that a host trusts: a leaf in place of an authority', () => {
    expect(authorityRules(certificate(SOUND_LEAF))).toEqual(['authority-not-ca']);
  });

  it('signed by themselves with SHA-1 are fine: nobody verifies that signature', () => {
    expect(leafRules(certificate(SOUND_LEAF, P256, '-sha1'))).toEqual([]);
    expect(authorityRules(certificate(SOUND_AUTHORITY, ['rsa', '-pkeyopt', 'rsa_keygen_bits:2048'], '-sha1'))).toEqual(
      [],
    );
  });

  it.each<[string, readonly string[], readonly string[], readonly string[]]>([
    ['as both read them', ['-v2', 'aes-256-cbc', '-v2prf', 'hmacWithSHA256'], [], []],
    ['with HMAC-SHA-1', ['-v2', 'aes-128-cbc', '-v2prf', 'hmacWithSHA1'], [], []],
    ['with HMAC-SHA-512', ['-v2', 'aes-256-cbc', '-v2prf', 'hmacWithSHA512'], ['key-prf-unsupported'], []],
    ['with AES-192', ['-v2', 'aes-192-cbc', '-v2prf', 'hmacWithSHA256'], [], ['key-cipher-unsupported']],
    ['with triple DES', ['-v2', 'des-ede3-cbc', '-v2prf', 'hmacWithSHA256'], [], ['key-cipher-unsupported']],
    ['with scrypt', ['-scrypt'], [], ['key-encryption-unsupported']],
    ['with PBES1', ['-v1', 'PBE-SHA1-3DES'], ['key-encryption-unsupported'], []],
  ])('with keys encrypted %s', (_, options, agent, elasticsearch) => {
    const key = execFileSync('openssl', ['genpkey', '-algorithm', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1']);
    const encrypted = execFileSync('openssl', ['pkcs8', '-topk8', '-passout', 'pass:x', ...options], { input: key });
    expect(keyRules(encrypted.toString(), 'elastic-agent')).toEqual(agent);
    expect(keyRules(encrypted.toString(), 'elasticsearch')).toEqual(elasticsearch);
  });
});

describe('keys', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

  it('that are not encrypted have no encryption to judge', () => {
    expect(keyRules(privateKey.export({ type: 'pkcs8', format: 'pem' }) as string, 'elastic-agent')).toEqual([]);
  });

  it('encrypted the old way are named', () => {
    const pem = privateKey.export({ type: 'pkcs1', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' });
    expect(keyRules(pem as string, 'elastic-agent')).toEqual(['key-legacy-encryption']);
  });

  it('labeled as PKCS#8 under headers are none for Elasticsearch, and for Elastic Agent none where encrypted once more', () => {
    const headers = '\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00000000000000000000000000000000\n\n';
    const twice = privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }) as string;
    const once = privateKey.export({ type: 'pkcs1', format: 'pem', cipher: 'aes-128-cbc', passphrase: 'x' }) as string;
    const underHeaders = twice.replace('\n', headers);
    expect(keyRules(underHeaders, 'elastic-agent')).toEqual(['key-headers-around-pkcs8']);
    expect(keyRules(underHeaders, 'elasticsearch')).toEqual(['key-headers-around-pkcs8']);
    for (const label of ['PRIVATE KEY', 'ENCRYPTED PRIVATE KEY']) {
      const relabeled = once.replaceAll('RSA PRIVATE KEY', label);
      expect(keyRules(relabeled, 'elastic-agent')).toEqual(['key-legacy-encryption']);
      expect(keyRules(relabeled, 'elasticsearch')).toEqual(['key-headers-around-pkcs8']);
    }
  });

  it('encrypted by node-forge carry the keyLength that Elastic Agent misreads', async () => {
    const { default: forge } = await import('node-forge');
    const info = forge.asn1.fromDer(privateKey.export({ type: 'pkcs8', format: 'der' }).toString('binary'));
    const pem = forge.pki.encryptedPrivateKeyToPem(
      forge.pki.encryptPrivateKeyInfo(info, 'x', { algorithm: 'aes256', prfAlgorithm: 'sha256' }),
    );
    expect(keyRules(pem, 'elastic-agent')).toEqual(['key-pbkdf2-key-length']);
  });
});
