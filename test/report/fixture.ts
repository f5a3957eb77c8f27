import { createHash } from 'node:crypto';
import type { Deployment } from '../../src/deployment/types.js';
import { planDeployment } from '../../src/plan/plan.js';
import type { PlannedAuthority, PlannedCertificate } from '../../src/plan/types.js';
import type { CertificateRecord, Inventory } from '../../src/store/types.js';
import { formatName } from '../../src/x509/write/names.js';
import { deployment } from '../helpers/deployment.js';

export const NOW = new Date('2026-11-24T12:00:00Z');

export const oneWay: Partial<Deployment> = {
  mode: 'one-way',
  clientAuth: 'none',
  esClientAuth: 'none',
  agentKeyPassphrase: 'none',
};

export const agents = (number: number): Deployment['agents'] =>
  Array.from({ length: number }, (_, index) => ({
    name: `web-${String(index + 1).padStart(4, '0')}.example.com`,
    platform: index % 10 === 9 ? 'windows' : index % 50 === 7 ? 'container' : 'linux',
    altNames: [],
  }));

export const endpoints = (prefix: string, port: number, number: number) =>
  Array.from({ length: number }, (_, index) => {
    const host = `${prefix}-${index + 1}.example.com`;
    return { url: `https://${host}:${port}`, host, port };
  });

/** An inventory as create would write it, with made-up serials and fingerprints. */
export function inventory(overrides: Partial<Deployment> = {}, createdAt = NOW): Inventory {
  const made = deployment({ agents: agents(1), ...overrides });
  const plan = planDeployment(made, createdAt);
  const authorities = new Map(plan.authorities.map((authority) => [authority.name, authority]));
  return {
    inventoryVersion: 2,
    name: made.name,
    mode: made.mode,
    stackVersion: '9.5',
    clientAuth: made.clientAuth,
    esClientAuth: made.esClientAuth,
    createdAt: createdAt.toISOString(),
    links: plan.links,
    authorities: plan.authorities.map((authority) => ({
      ...record(authority, authority, `authorities/${authority.name}/${authority.name}.pem`),
      name: authority.name,
      generation: authority.generation,
      signs: true,
      trusted: true,
    })),
    retired: [],
    hosts: plan.hosts.map(({ id, role, name, platform, targetDir, certificates }) => ({
      id,
      role,
      name,
      platform,
      targetDir,
      bundle: `bundles/${id}.zip`,
      bundleSha256: digest(id),
      certificates: certificates.map((certificate) =>
        record(certificate, authorities.get(certificate.authority)!, `certs/${certificate.name}.pem`),
      ),
    })),
  };
}

const digest = (text: string, algorithm = 'sha256'): string => createHash(algorithm).update(text).digest('hex');

function record(
  plan: PlannedAuthority | PlannedCertificate,
  issuer: PlannedAuthority,
  file: string,
): CertificateRecord {
  const subject = formatName(plan.subject);
  const names = 'subjectAltNames' in plan ? plan.subjectAltNames : [];
  return {
    name: plan.name,
    file,
    subject,
    issuer: formatName(issuer.subject),
    subjectAltNames: names.map(({ type, value }) => `${type.toUpperCase()}:${value}`),
    serial: digest(subject, 'md5'),
    keyType: plan.keyType,
    keyEncrypted: plan.passphrase !== 'none',
    sha256: digest(subject),
    sha1: digest(subject, 'sha1'),
    spkiSha256: createHash('sha256').update(subject).digest('base64'),
    notBefore: plan.validity.notBefore.toISOString(),
    notAfter: plan.validity.notAfter.toISOString(),
  };
}
