/** Object identifiers that certificates, keys and their containers hold, by what this program calls them. */
export const OIDS = {
  RSA: '1.2.840.113549.1.1.1',
  'RSASSA-PSS': '1.2.840.113549.1.1.10',
  DSA: '1.2.840.10040.4.1',
  EC: '1.2.840.10045.2.1',
  Ed25519: '1.3.101.112',
  Ed448: '1.3.101.113',
  'MD2-RSA': '1.2.840.113549.1.1.2',
  'MD5-RSA': '1.2.840.113549.1.1.4',
  'SHA1-RSA': '1.2.840.113549.1.1.5',
  'SHA256-RSA': '1.2.840.113549.1.1.11',
  'SHA384-RSA': '1.2.840.113549.1.1.12',
  'SHA512-RSA': '1.2.840.113549.1.1.13',
  'ECDSA-SHA1': '1.2.840.10045.4.1',
  'ECDSA-SHA256': '1.2.840.10045.4.3.2',
  'ECDSA-SHA384': '1.2.840.10045.4.3.3',
  'ECDSA-SHA512': '1.2.840.10045.4.3.4',
  'DSA-SHA1': '1.2.840.10040.4.3',
  PBES2: '1.2.840.113549.1.5.13',
  PBKDF2: '1.2.840.113549.1.5.12',
  scrypt: '1.3.6.1.4.1.11591.4.11',
  'HMAC-SHA-1': '1.2.840.113549.2.7',
  'HMAC-SHA-224': '1.2.840.113549.2.8',
  'HMAC-SHA-256': '1.2.840.113549.2.9',
  'HMAC-SHA-384': '1.2.840.113549.2.10',
  'HMAC-SHA-512': '1.2.840.113549.2.11',
  'HMAC-SHA-512/224': '1.2.840.113549.2.12',
  'HMAC-SHA-512/256': '1.2.840.113549.2.13',
  'DES-EDE3-CBC': '1.2.840.113549.3.7',
  'AES-128-CBC': '2.16.840.1.101.3.4.1.2',
  'AES-192-CBC': '2.16.840.1.101.3.4.1.22',
  'AES-256-CBC': '2.16.840.1.101.3.4.1.42',
  'AES-128-GCM': '2.16.840.1.101.3.4.1.6',
  'AES-256-GCM': '2.16.840.1.101.3.4.1.46',
  'PBE-MD5-DES': '1.2.840.113549.1.5.3',
  'PBE-SHA1-DES': '1.2.840.113549.1.5.10',
  'PBE-SHA1-RC4-128': '1.2.840.113549.1.12.1.1',
  'PBE-SHA1-3DES': '1.2.840.113549.1.12.1.3',
  'PBE-SHA1-RC2-128': '1.2.840.113549.1.12.1.5',
  'PBE-SHA1-RC2-40': '1.2.840.113549.1.12.1.6',
  'SHA-1': '1.3.14.3.2.26',
  'SHA-256': '2.16.840.1.101.3.4.2.1',
  'SHA-384': '2.16.840.1.101.3.4.2.2',
  'SHA-512': '2.16.840.1.101.3.4.2.3',
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
  keyBag: '1.2.840.113549.1.12.10.1.1',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certificateBag: '1.2.840.113549.1.12.10.1.3',
  safeContentsBag: '1.2.840.113549.1.12.10.1.6',
  friendlyName: '1.2.840.113549.1.9.20',
  localKeyId: '1.2.840.113549.1.9.21',
  trustedKeyUsage: '2.16.840.1.113894.746875.1.1',
  anyExtendedKeyUsage: '2.5.29.37.0',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  issuerAltName: '2.5.29.18',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  cRLDistributionPoints: '2.5.29.31',
  certificatePolicies: '2.5.29.32',
  policyMappings: '2.5.29.33',
  authorityKeyIdentifier: '2.5.29.35',
  policyConstraints: '2.5.29.36',
  extendedKeyUsage: '2.5.29.37',
  freshestCRL: '2.5.29.46',
  inhibitAnyPolicy: '2.5.29.54',
  authorityInfoAccess: '1.3.6.1.5.5.7.1.1',
  subjectInfoAccess: '1.3.6.1.5.5.7.1.11',
  netscapeCertType: '2.16.840.1.113730.1.1',
  'P-224': '1.3.132.0.33',
  'P-256': '1.2.840.10045.3.1.7',
  'P-384': '1.3.132.0.34',
  'P-521': '1.3.132.0.35',
  MGF1: '1.2.840.113549.1.1.8',
  signedData: '1.2.840.113549.1.7.2',
  commonName: '2.5.4.3',
  organization: '2.5.4.10',
  organizationalUnit: '2.5.4.11',
} as const satisfies Readonly<Record<string, string>>;

const NAMES: ReadonlyMap<string, string> = new Map(Object.entries(OIDS).map(([name, oid]) => [oid, name]));

/**
 * The dotted form of an OBJECT IDENTIFIER's content octets (X.690 section 8.19).
 *
 * @throws RangeError when the last arc is cut off, or one has more than 35 bits
 */
export function dotted(content: Buffer): string {
  const arcs: number[] = [];
  let arc = 0;
  let octets = 0;
  for (const octet of content) {
    arc = arc * 128 + (octet & 0x7f);
    if (++octets > 5) throw new RangeError('an arc of an object identifier is too large');
    if (octet < 0x80) {
      arcs.push(arc);
      arc = 0;
      octets = 0;
    }
  }
  const [first, ...rest] = arcs;
  if (octets > 0 || first === undefined) throw new RangeError('an object identifier that is cut off');
  const root = Math.min(Math.floor(first / 40), 2);
  return [root, first - root * 40, ...rest].join('.');
}

/** The name of an object identifier, or its dotted form where this program has no name for it. */
export const nameOf = (oid: string): string => NAMES.get(oid) ?? oid;
