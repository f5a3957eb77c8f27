import type { X509Certificate } from 'node:crypto';
import { OIDS } from '../x509/oids.js';
// The one place where the proof makes certificates: an impostor's, which nothing in the bundles can stand in for.
import { encodeAltNames } from '../x509/write/altnames.js';
import { issueAuthority, issueCertificate } from '../x509/write/certificate.js';
import { loadIssuer } from '../x509/write/issuer.js';
import { subjectPublicKey } from '../x509/write/key-info.js';
import { generateKeyPair } from '../x509/write/keys.js';
import { encodeName } from '../x509/write/names.js';
import { toPem } from '../x509/write/pem.js';
import { randomSerial } from '../x509/write/serial.js';
import type { DistinguishedName, ExtendedKeyUsage, SubjectAltName } from '../x509/write/types.js';
import type { Identity } from './ends.js';
import type { Shown } from './handshake/ends.js';

const SERVER_AUTH = OIDS.serverAuth;
const DAY = 86_400_000;

/**
 * The same subject, names and usages under an authority of the same name, with keys of its own: what somebody could make
 * who knows everything about a certificate but the authority's key.
 */
export async function strangerOf(identity: Identity, randomBytes: (size: number) => Buffer): Promise<Shown> {
  const [leaf] = identity.chain;
  const [authorityKeys, leafKeys] = await Promise.all([generateKeyPair('ec-p256'), generateKeyPair('ec-p256')]);
  const fields = {
    // By the system's clock, which is the one OpenSSL will use.
    validity: { notBefore: new Date(Date.now() - DAY), notAfter: new Date(Date.now() + DAY) },
    extendedKeyUsage: [leaf.keyUsage?.includes(SERVER_AUTH) ? 'serverAuth' : 'clientAuth'] as ExtendedKeyUsage[],
  };
  const serial = () => ({ serial: randomSerial(randomBytes) });
  const authority = issueAuthority({ ...fields, subject: nameFrom(leaf.issuer) }, authorityKeys, serial());
  const certificate = issueCertificate(
    { ...fields, subject: nameFrom(leaf.subject), subjectAltNames: namesOf(leaf) },
    subjectPublicKey(leafKeys.publicKey),
    loadIssuer(authority, authorityKeys.privateKey),
    serial(),
  );
  const pem = toPem('CERTIFICATE', certificate) + toPem('CERTIFICATE', authority);
  return { certificate: pem, key: leafKeys.privateKey };
}

/** Reads the lines `O=...`, `OU=...`, `CN=...` that Node prints a name as. */
function nameFrom(lines = ''): DistinguishedName {
  const parts = new Map(lines.split('\n').map((line) => [line.split('=')[0], line.slice(line.indexOf('=') + 1)]));
  const [organization, organizationalUnit] = [parts.get('O'), parts.get('OU')];
  const name = {
    ...(organization !== undefined && { organization }),
    ...(organizationalUnit !== undefined && { organizationalUnit }),
    commonName: parts.get('CN') ?? 'stranger',
  };
  return isPossible(() => encodeName(name)) ? name : { commonName: 'stranger' };
}

/** The names in the certificate that this program's encoder knows; Node prints quotes only around names that need them. */
function namesOf(leaf: X509Certificate): SubjectAltName[] {
  const names = [...(leaf.subjectAltName ?? '').matchAll(/(DNS|IP Address):([^",\s]+)/g)];
  const known = names
    .map(([, kind, value]): SubjectAltName => ({ type: kind === 'DNS' ? 'dns' : 'ip', value: value! }))
    .filter((name) => isPossible(() => encodeAltNames([name])));
  return known.length > 0 ? known : [{ type: 'dns', value: 'stranger.invalid' }];
}

/** A broken certificate may hold names that no certificate should. */
function isPossible(encode: () => Buffer): boolean {
  try {
    return encode().length > 0;
  } catch {
    return false;
  }
}
