import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { issueAuthority, issueCertificate } from '../../../src/x509/write/certificate.js';
import { type Issuer, loadIssuer } from '../../../src/x509/write/issuer.js';
import { subjectPublicKey } from '../../../src/x509/write/key-info.js';
import type { KeyPair } from '../../../src/x509/write/keys.js';
import { randomSerial } from '../../../src/x509/write/serial.js';
import type { ExtendedKeyUsage, SubjectAltName } from '../../../src/x509/write/types.js';

export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

const DAY = 86_400_000;
const now = Date.now();
export const VALID_NOW = { notBefore: new Date(now - 600_000), notAfter: new Date(now + 30 * DAY) };

export const serial = () => ({ serial: randomSerial(randomBytes) });

/** Writes files into a folder that goes away with the test, and returns their paths. */
export function files<Name extends string>(contents: Record<Name, string | Buffer>): Record<Name, string> {
  const folder = mkdtempSync(join(tmpdir(), 'certlab-pki-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const paths = {} as Record<Name, string>;
  for (const name of Object.keys(contents) as Name[]) {
    paths[name] = join(folder, name);
    writeFileSync(paths[name], contents[name], { mode: 0o600 });
  }
  return paths;
}

export function openssl(...args: string[]): { ok: boolean; output: string } {
  const { status, stdout, stderr } = spawnSync('openssl', args, { encoding: 'utf8' });
  return { ok: status === 0, output: stdout + stderr };
}

export function authorityFor(keyPair: KeyPair, extendedKeyUsage: readonly ExtendedKeyUsage[]): Issuer {
  const subject = { organization: 'fleet', organizationalUnit: 'authority', commonName: 'fleet test authority' };
  const der = issueAuthority({ subject, validity: VALID_NOW, extendedKeyUsage }, keyPair, serial());
  return loadIssuer(der, keyPair.privateKey);
}

export function leafFor(
  keyPair: KeyPair,
  issuer: Issuer,
  extendedKeyUsage: readonly ExtendedKeyUsage[],
  subjectAltNames: readonly SubjectAltName[],
): Buffer {
  const subject = { organization: 'fleet', commonName: 'fleet test leaf' };
  const fields = { subject, validity: VALID_NOW, extendedKeyUsage, subjectAltNames };
  return issueCertificate(fields, subjectPublicKey(keyPair.publicKey), issuer, serial());
}
