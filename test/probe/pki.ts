import { randomBytes } from 'node:crypto';
import { issueAuthority, issueCertificate } from '../../src/x509/write/certificate.js';
import { loadIssuer } from '../../src/x509/write/issuer.js';
import { subjectPublicKey } from '../../src/x509/write/key-info.js';
import { generateKeyPair } from '../../src/x509/write/keys.js';
import { toPem } from '../../src/x509/write/pem.js';
import { exportPrivateKey } from '../../src/x509/write/pkcs8.js';
import { randomSerial } from '../../src/x509/write/serial.js';
import type { ExtendedKeyUsage, SubjectAltName, Validity } from '../../src/x509/write/types.js';

const DAY = 86_400_000;
const VALID: Validity = { notBefore: new Date(Date.now() - 600_000), notAfter: new Date(Date.now() + 90 * DAY) };
const serial = () => ({ serial: randomSerial(randomBytes) });

/** An authority that signs leaves, in PEM. */
export async function authority(commonName: string) {
  const keys = await generateKeyPair('ec-p256');
  const usage: ExtendedKeyUsage[] = ['serverAuth', 'clientAuth'];
  const fields = { subject: { organization: 'probe', commonName }, validity: VALID, extendedKeyUsage: usage };
  const der = issueAuthority(fields, keys, serial());
  const issuer = loadIssuer(der, keys.privateKey);
  const leaf = async (
    usage: ExtendedKeyUsage,
    names: SubjectAltName[],
    validity: Validity = VALID,
  ): Promise<{ cert: string; key: string }> => {
    const own = await generateKeyPair('ec-p256');
    const subject = { organization: 'probe', commonName: `${commonName} ${usage}` };
    const fields = { subject, validity, extendedKeyUsage: [usage], subjectAltNames: names };
    const certificate = issueCertificate(fields, subjectPublicKey(own.publicKey), issuer, serial());
    return {
      cert: toPem('CERTIFICATE', certificate) + toPem('CERTIFICATE', der),
      key: exportPrivateKey(own.privateKey),
    };
  };
  return { pem: toPem('CERTIFICATE', der), leaf };
}

export const LOOPBACK: SubjectAltName[] = [
  { type: 'dns', value: 'localhost' },
  { type: 'ip', value: '127.0.0.1' },
];
