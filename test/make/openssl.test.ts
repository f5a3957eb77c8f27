import { spawnSync } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Deployment } from '../../src/deployment/types.js';
import type { PlannedCertificate } from '../../src/plan/types.js';
import { bundleFiles, make, scratchFolder } from './fixture.js';

const OPENSSL = spawnSync('openssl', ['version']).status === 0;

const openssl = (...words: string[]) => {
  const { status, stdout, stderr } = spawnSync('openssl', words, { encoding: 'utf8' });
  return { ok: status === 0, said: stdout + stderr };
};

/** Validity must include today: OpenSSL has no clock that is passed in. */
const TODAY = new Date();

const RSA = { keyTypes: { authority: 'rsa-2048', leaf: 'rsa-2048' } } as const;
const DEPLOYMENTS: readonly (readonly [string, Partial<Deployment>])[] = [
  ['one-way, EC', { mode: 'one-way' }],
  ['one-way, RSA', { mode: 'one-way', stackVersion: { major: 8, minor: 13 }, ...RSA }],
  ['mutual, EC', { mode: 'mutual' }],
  ['mutual, RSA', { mode: 'mutual', stackVersion: { major: 8, minor: 16 }, ...RSA }],
  [
    'mutual, every key encrypted that may be',
    { fleetKeyPassphrase: 'generate', esKeyPassphrase: 'generate', caKeyPassphrase: 'generate' },
  ],
];

/** The bundles of a deployment, unpacked side by side, with every certificate the plan names. */
async function unpacked(overrides: Partial<Deployment>) {
  const { folder, plan } = await make(overrides, {}, { now: TODAY });
  const place = await scratchFolder();
  const files = await bundleFiles(folder);
  for (const [path, { content, mode }] of files) {
    mkdirSync(dirname(join(place, path)), { recursive: true });
    writeFileSync(join(place, path), content, { mode });
  }
  const certificates = plan.hosts.flatMap((host) =>
    host.certificates.map((certificate) => ({
      certificate,
      path: join(place, host.id, 'certs', certificate.name),
      authority: join(folder, 'authorities', certificate.authority, `${certificate.authority}.pem`),
    })),
  );
  return { folder, plan, files, place, certificates };
}

const PURPOSES = { serverAuth: 'sslserver', clientAuth: 'sslclient' } as const;
const purposesOf = ({ extendedKeyUsage }: PlannedCertificate) => {
  const right = extendedKeyUsage.map((usage) => PURPOSES[usage]);
  return { right, wrong: Object.values(PURPOSES).filter((purpose) => !right.includes(purpose)) };
};

describe.skipIf(!OPENSSL).each(DEPLOYMENTS)('to OpenSSL, a deployment (%s) [needs openssl]', (_, overrides) => {
  it('holds certificates that pass strict verification for their purpose and for no other', async () => {
    const { certificates } = await unpacked(overrides);
    expect(certificates.length).toBeGreaterThan(1);
    for (const { certificate, path, authority } of certificates) {
      const verify = (purpose: string) =>
        openssl('verify', '-x509_strict', '-purpose', purpose, '-CAfile', authority, `${path}.pem`).ok;
      const { right, wrong } = purposesOf(certificate);
      expect(right.length).toBeGreaterThan(0);
      for (const purpose of right)
        expect([certificate.name, purpose, verify(purpose)]).toEqual([certificate.name, purpose, true]);
      for (const purpose of wrong)
        expect([certificate.name, purpose, verify(purpose)]).toEqual([certificate.name, purpose, false]);
    }
  });

  it('holds certificates that no other authority vouches for', async () => {
    const { certificates, plan, folder } = await unpacked(overrides);
    for (const { certificate, path } of certificates) {
      for (const { name } of plan.authorities.filter((authority) => authority.name !== certificate.authority)) {
        const other = join(folder, 'authorities', name, `${name}.pem`);
        expect([certificate.name, name, openssl('verify', '-CAfile', other, `${path}.pem`).ok]).toEqual([
          certificate.name,
          name,
          false,
        ]);
      }
    }
  });

  it('holds keys that fit their certificates', async () => {
    const { certificates } = await unpacked(overrides);
    for (const { certificate, path } of certificates) {
      const source = certificate.passphrase === 'none' ? [] : ['-passin', `file:${path}-key-passphrase`];
      const key = openssl('pkey', '-in', `${path}-key.pem`, '-pubout', ...source);
      const shown = openssl('x509', '-in', `${path}.pem`, '-noout', '-pubkey');
      expect([certificate.name, key.ok, key.said]).toEqual([certificate.name, true, shown.said]);
    }
  });

  it('holds encrypted keys that open with the bytes of their passphrase file and with nothing else', async () => {
    const { certificates } = await unpacked(overrides);
    for (const { certificate, path } of certificates) {
      const pem = readFileSync(`${path}-key.pem`, 'utf8');
      expect([certificate.name, pem.includes('ENCRYPTED')]).toEqual([
        certificate.name,
        certificate.passphrase !== 'none',
      ]);
      if (certificate.passphrase === 'none') continue;
      const passphrase = readFileSync(`${path}-key-passphrase`, 'latin1');
      const opens = (attempt: string) => {
        try {
          return createPrivateKey({ key: pem, passphrase: attempt }).type === 'private';
        } catch {
          return false;
        }
      };
      expect(opens(passphrase)).toBe(true);
      for (const wrong of [
        '',
        `${passphrase}\n`,
        `${passphrase}\r\n`,
        ` ${passphrase}`,
        passphrase.slice(0, -1),
        passphrase.toUpperCase(),
      ]) {
        expect([certificate.name, opens(wrong)]).toEqual([certificate.name, false]);
        expect(openssl('pkey', '-in', `${path}-key.pem`, '-noout', '-passin', `pass:${wrong}`).ok).toBe(false);
      }
    }
  });

  it('keeps authorities whose keys fit them', async () => {
    const { folder, plan } = await unpacked(overrides);
    for (const { name, passphrase } of plan.authorities) {
      const path = join(folder, 'authorities', name, name);
      const source = passphrase === 'none' ? [] : ['-passin', `file:${path}-key-passphrase`];
      const key = openssl('pkey', '-in', `${path}-key.pem`, '-pubout', ...source);
      expect([name, key.said]).toEqual([name, openssl('x509', '-in', `${path}.pem`, '-noout', '-pubkey').said]);
      expect(openssl('verify', '-x509_strict', '-CAfile', `${path}.pem`, `${path}.pem`).ok).toBe(true);
    }
  });

  it('records the fingerprints that OpenSSL computes', async () => {
    const { folder, place } = await unpacked(overrides);
    const inventory = JSON.parse(readFileSync(join(folder, 'inventory.json'), 'utf8'));
    const recorded = [
      ...inventory.authorities.map((record: { file: string }) => ({ ...record, path: join(folder, record.file) })),
      ...inventory.hosts.flatMap((host: { id: string; certificates: { file: string }[] }) =>
        host.certificates.map((record) => ({ ...record, path: join(place, host.id, record.file) })),
      ),
    ];
    for (const { path, sha256, sha1 } of recorded) {
      const fingerprint = (digest: string) =>
        openssl('x509', '-in', path, '-noout', '-fingerprint', `-${digest}`)
          .said.replace(/^.*=/, '')
          .replaceAll(/[:\n]/g, '')
          .toLowerCase();
      expect([fingerprint('sha256'), fingerprint('sha1')]).toEqual([sha256, sha1]);
    }
  });
});
