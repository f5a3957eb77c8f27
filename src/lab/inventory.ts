import type { X509Certificate } from 'node:crypto';
import type { CertificateRecord, Inventory } from '../store/types.js';
import { inspectCertificate } from '../x509/read/certificate.js';
import { elementAt } from '../x509/read/der.js';
import { inspect } from '../x509/read/material.js';
import { publicKeyPin, sha1Fingerprint, sha256Fingerprint } from '../x509/write/fingerprint.js';
import type { LabDeployment } from './deployment.js';

/**
 * The inventory with what the files now say about certificates that changed.
 *
 * @param zips SHA-256 of each bundle's zip, by its id
 */
export function updateInventory(
  { inventory, bundles, authorities }: LabDeployment,
  zips: ReadonlyMap<string, string>,
): Inventory {
  const files = new Map(bundles.map(({ id, files }) => [id, files]));
  return {
    ...inventory,
    authorities: inventory.authorities.map((record) => updated(record, authorities.get(record.name)?.certificate)),
    hosts: inventory.hosts.map((host) => ({
      ...host,
      bundleSha256: zips.get(host.id) ?? host.bundleSha256,
      certificates: host.certificates.map((record) => {
        const pem = files.get(host.id)?.get(record.file)?.content.toString() ?? '';
        const key =
          files
            .get(host.id)
            ?.get(record.file.replace(/\.pem$/, '-key.pem'))
            ?.content.toString() ?? '';
        return {
          ...updated(record, inspect(Buffer.from(pem)).certificates[0]?.x509),
          keyEncrypted: key.includes('ENCRYPTED'),
        };
      }),
    })),
  };
}

function updated<Kind extends CertificateRecord>(record: Kind, certificate: X509Certificate | undefined): Kind {
  if (!certificate || sha256Fingerprint(certificate.raw) === record.sha256) return record;
  const { names, validFrom, validTo } = inspectCertificate(certificate.raw);
  const spki = certificate.publicKey.export({ type: 'spki', format: 'der' });
  return {
    ...record,
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    subjectAltNames: names.map(({ kind, value }) => `${kind.toUpperCase()}:${value}`),
    serial: elementAt(certificate.raw, 0, 0, 1)?.content.toString('hex') ?? '',
    keyType: keyType(certificate),
    sha256: sha256Fingerprint(certificate.raw),
    sha1: sha1Fingerprint(certificate.raw),
    spkiSha256: publicKeyPin(spki),
    notBefore: timestamp(validFrom),
    notAfter: timestamp(validTo),
  };
}

/** Node prints a name as one line for each part, the most specific last. */
const oneLine = (name: string): string => name.split('\n').reverse().join(',');

const CURVES: Readonly<Record<string, string>> = { prime256v1: 'ec-p256', secp384r1: 'ec-p384' };

function keyType({ publicKey }: X509Certificate): string {
  const { modulusLength, namedCurve } = publicKey.asymmetricKeyDetails ?? {};
  if (modulusLength !== undefined) return `rsa-${modulusLength}`;
  return CURVES[namedCurve ?? ''] ?? publicKey.asymmetricKeyType ?? 'unknown';
}

const timestamp = (time: Date): string => time.toISOString().replace('.000Z', 'Z');
