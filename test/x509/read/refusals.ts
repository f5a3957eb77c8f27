import { generateKeyPairSync } from 'node:crypto';
import {
  bitString,
  explicit,
  generalizedTime,
  implicit,
  integer,
  NULL,
  octetString,
  oid,
  sequence,
  set,
  utcTime,
} from '../../../src/x509/write/asn1.js';
import { toPem } from '../../../src/x509/write/pem.js';
import { CA_TRUE, dns, EMPTY_NAME, extension, keys, name, odd, oddPem, type Parts, san, spkiOf } from './odd.js';

/** A file of one certificate, and what each program says about it; absent where it loads. */
export interface Refused {
  readonly content: string | Buffer;
  readonly go?: string;
  readonly elasticsearch?: string;
  /** True where Go presents it, and does not take it as a CA. */
  readonly notAsCa?: true;
}

const parsing = (message: string): string => `CertificateParsingException (${message})`;
const io = (message: string): string => parsing(`java.io.IOException: ${message}`);
const framing = (message: string): string => `CertificateException (java.io.IOException: ${message})`;
const NO_PEM = 'no pem file';
/** About a certificate that Go presents: as a CA it loads. */
export const UNKNOWN_KEY = 'tls: unknown public key algorithm';

const tagged = (tag: number, content: Buffer | string): Buffer =>
  Buffer.concat([Buffer.of(tag, content.length), Buffer.from(content as string, 'latin1')]);
const printable = (text: string): Buffer => tagged(0x13, text);
const dates = (begin: Buffer, end: Buffer): Parts => ({ validity: sequence(begin, end) });
const END = utcTime('350101000000Z');
const DNS = san(dns('a.example.com'));
const constraints = (...bases: readonly Buffer[]): Buffer =>
  extension('2.5.29.30', sequence(tagged(0xa0, sequence(...bases))), true);

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
const rsaBits = rsa.export({ type: 'pkcs1', format: 'der' });
const RSA = '1.2.840.113549.1.1.1';
const EC = '1.2.840.10045.2.1';
const P256 = oid('1.2.840.10045.3.1.7');
const point = spkiOf(keys.publicKey).subarray(-65);
const offCurve = Buffer.concat([point.subarray(0, 64), Buffer.of(point[64]! ^ 1)]);
const key = (algorithm: readonly Buffer[], bits: Buffer): Parts => ({
  spki: sequence(sequence(...algorithm), bitString(bits)),
});
const aia = (critical: boolean): Buffer =>
  extension('1.3.6.1.5.5.7.1.1', sequence(sequence(oid('1.3.6.1.5.5.7.48.1'), tagged(0x86, 'http://a/'))), critical);

const PARTS: Readonly<Record<string, Parts & Omit<Refused, 'content'>>> = {
  'nothing odd': {},
  'a serial number of zero': { serial: integer(0) },
  'a negative serial number': { serial: integer(Buffer.of(0x80)), go: 'x509: negative serial number' },
  'a serial number of no octets': {
    serial: integer(Buffer.alloc(0)),
    go: 'x509: malformed serial number',
    elasticsearch: io('Invalid encoding: zero length Int value'),
  },
  'a serial number with a needless zero': {
    serial: tagged(0x02, Buffer.of(0, 1)),
    go: 'x509: malformed serial number',
  },
  'version 4': {
    version: explicit(0, integer(3)),
    go: 'x509: invalid version',
    elasticsearch: parsing('Extensions not allowed in v2 certificate'),
  },
  'version 1 with extensions': {
    version: Buffer.alloc(0),
    elasticsearch: parsing('no more data allowed for version 1 certificate'),
  },
  'version 2 with extensions': {
    version: explicit(0, integer(1)),
    elasticsearch: parsing('Extensions not allowed in v2 certificate'),
  },
  'version 1': { version: Buffer.alloc(0), extensions: [] },
  'another algorithm inside than outside': {
    innerAlgorithm: sequence(oid('1.2.840.10045.4.3.3')),
    go: "x509: inner and outer signature algorithm identifiers don't match",
    elasticsearch: 'CertificateException (Signature algorithm mismatch)',
  },
  'an empty issuer': { issuer: EMPTY_NAME, elasticsearch: parsing('Empty issuer DN not allowed in X509Certificates') },
  'an empty subject without critical names': {
    subject: EMPTY_NAME,
    elasticsearch: parsing(
      'X.509 Certificate is incomplete: SubjectAlternativeName extension MUST be marked critical when subject field is empty',
    ),
  },
  'an empty subject without names': {
    subject: EMPTY_NAME,
    extensions: [CA_TRUE],
    elasticsearch: parsing(
      'X.509 Certificate is incomplete: subject field is empty, and SubjectAlternativeName extension is absent',
    ),
  },
  'an empty subject with critical names': {
    subject: EMPTY_NAME,
    extensions: [extension('2.5.29.17', sequence(dns('a.example.com')), true)],
  },
  'a PrintableString with an underscore': {
    subject: name(printable('a_b')),
    go: 'x509: invalid RDNSequence: invalid attribute value: invalid PrintableString',
  },
  'a PrintableString with a star and an ampersand': { subject: name(printable('*.a & b')) },
  'an IA5String with an umlaut': {
    subject: name(tagged(0x16, 'gr\xfcn'), '1.2.840.113549.1.9.1'),
    go: 'x509: invalid RDNSequence: invalid attribute value: invalid IA5String',
  },
  'a NumericString with a letter': {
    subject: name(tagged(0x12, '1a')),
    go: 'x509: invalid RDNSequence: invalid attribute value: invalid NumericString',
  },
  'an UniversalString': {
    subject: name(tagged(0x1c, '\0\0\0a')),
    go: 'x509: invalid RDNSequence: invalid attribute value: unsupported string type: 28',
  },
  'a date of letters': {
    ...dates(utcTime('2501010000zzZ'), END),
    go: 'x509: malformed UTCTime',
    elasticsearch: io('Parse UTC time, invalid format'),
  },
  'a month 13': {
    ...dates(utcTime('251301000000Z'), END),
    go: 'x509: malformed UTCTime',
    elasticsearch: io('Parse UTC time, invalid format'),
  },
  'the 31st of February': { ...dates(utcTime('250231000000Z'), END), go: 'x509: malformed UTCTime' },
  'a date without seconds': dates(utcTime('2501010000Z'), END),
  'a date with an offset': dates(utcTime('250101000000+0100'), END),
  'a date with fractions of a second': {
    ...dates(generalizedTime('20250101000000.5Z'), END),
    go: 'x509: malformed GeneralizedTime',
  },
  'a year 0030': dates(generalizedTime('00300101000000Z'), END),
  'a date that is a number': {
    ...dates(integer(5), END),
    go: 'x509: unsupported time format',
    elasticsearch: io('Invalid encoding for CertificateValidity'),
  },
  'an address of five octets': {
    extensions: [san(implicit(7, Buffer.alloc(5)))],
    go: 'x509: cannot parse IP address of length 5',
  },
  'a DNS name with an umlaut': { extensions: [san(dns('gr\xfcn.example.com'))], go: 'x509: SAN dNSName is malformed' },
  'a mail address with an umlaut': {
    extensions: [san(implicit(1, Buffer.from('gr\xfcn@a', 'latin1')))],
    go: 'x509: SAN rfc822Name is malformed',
  },
  'a URI whose host is no domain': {
    extensions: [san(tagged(0x86, 'https://a..b/'))],
    go: 'x509: cannot parse URI "https://a..b/": invalid domain',
  },
  'a name that is cut off': {
    extensions: [san(Buffer.from('82ff', 'hex'))],
    go: 'x509: invalid subject alternative name',
  },
  'names twice': {
    extensions: [DNS, DNS],
    go: 'x509: certificate contains duplicate extension with OID "2.5.29.17"',
    elasticsearch: io('Duplicate extensions not allowed'),
  },
  'an unknown extension twice': {
    extensions: [extension('1.2.3.4', NULL), extension('1.2.3.4', NULL)],
    go: 'x509: certificate contains duplicate extension with OID "1.2.3.4"',
    elasticsearch: io('Duplicate extensions not allowed'),
  },
  'an unknown critical extension': { extensions: [extension('1.2.3.4', NULL, true)] },
  'authority information access': { extensions: [aia(false)] },
  'critical authority information access': {
    extensions: [aia(true)],
    go: 'x509: authority info access incorrectly marked critical',
  },
  'malformed authority information access': {
    extensions: [extension('1.3.6.1.5.5.7.1.1', NULL)],
    go: 'x509: invalid authority info access',
  },
  'a critical subject key identifier': {
    extensions: [extension('2.5.29.14', octetString(Buffer.alloc(4)), true)],
    go: 'x509: subject key identifier incorrectly marked critical',
  },
  'a critical authority key identifier': {
    extensions: [extension('2.5.29.35', sequence(tagged(0x80, 'abcd')), true)],
    go: 'x509: authority key identifier incorrectly marked critical',
  },
  'malformed critical basic constraints': {
    extensions: [extension('2.5.29.19', NULL, true)],
    go: 'x509: invalid basic constraints',
    elasticsearch: io('Invalid encoding of BasicConstraints'),
  },
  'malformed basic constraints': { extensions: [extension('2.5.29.19', NULL)], go: 'x509: invalid basic constraints' },
  'a policy twice': {
    extensions: [extension('2.5.29.32', sequence(sequence(oid('1.2.3')), sequence(oid('1.2.3'))))],
    go: 'x509: invalid certificate policies',
  },
  'name constraints of a domain': { extensions: [constraints(dns('example.com'))] },
  'name constraints with a mask that is none': {
    extensions: [constraints(implicit(7, Buffer.from('0a000000ff00ff00', 'hex')))],
    go: 'x509: IP constraint contained invalid mask ff00ff00',
  },
  'name constraints of seven octets': {
    extensions: [constraints(implicit(7, Buffer.alloc(7)))],
    go: 'x509: IP constraint contained value of length 7',
    elasticsearch: io('Invalid IPAddressName'),
  },
  'empty name constraints': {
    extensions: [extension('2.5.29.30', sequence(), true)],
    go: 'x509: empty name constraints extension',
  },
  'a URI constraint with a scheme': {
    extensions: [constraints(tagged(0x86, 'http://a.example.com'))],
    elasticsearch: io('invalid URI name constraint (should not include scheme):http://a.example.com'),
  },
  'an RSA key': key([oid(RSA), NULL], rsaBits),
  'an RSA key without NULL': { ...key([oid(RSA)], rsaBits), go: 'x509: RSA key missing NULL parameters' },
  'an RSA key that is not one': {
    ...key([oid(RSA), NULL], Buffer.of(2, 1, 1)),
    go: 'x509: invalid RSA public key',
    elasticsearch: io('subject key, java.security.InvalidKeyException: Invalid RSA public key'),
  },
  'explicit curve parameters': {
    ...key([oid(EC), sequence(integer(1))], point),
    go: 'x509: invalid ECDSA parameters',
    elasticsearch: io('Only named ECParameters supported'),
  },
  'the curve secp256k1': { ...key([oid(EC), oid('1.3.132.0.10')], point), go: 'x509: unsupported elliptic curve' },
  'a point off its curve': { ...key([oid(EC), P256], offCurve), go: 'P256 point not on curve' },
  'a compressed point': {
    ...key([oid(EC), P256], Buffer.concat([Buffer.of(2), point.subarray(1, 33)])),
    go: 'ecdsa: invalid uncompressed public key',
    elasticsearch: io('subject key, java.security.InvalidKeyException: Invalid EC key'),
  },
  'an Ed25519 key of 31 octets': {
    ...key([oid('1.3.101.112')], Buffer.alloc(31)),
    go: 'x509: wrong Ed25519 public key size',
    elasticsearch: io('subject key, java.security.InvalidKeyException: key length must be 32'),
  },
  'an ML-DSA key': { ...key([oid('2.16.840.1.101.3.4.3.99')], Buffer.alloc(99)), go: UNKNOWN_KEY },
  'bytes behind it': {
    tail: Buffer.alloc(2),
    go: 'x509: trailing data',
    elasticsearch: 'CertificateException (Unable to initialize, java.io.IOException: extra data at the end)',
  },
};

const PEM = oddPem();
const DER = odd();
const KEY = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
const [FIRST, ...LINES] = PEM.split('\n') as [string, ...string[]];
const PKCS7 = sequence(
  oid('1.2.840.113549.1.7.2'),
  explicit(0, sequence(integer(1), set(), sequence(oid('1.2.840.113549.1.7.1')), tagged2(0xa0, DER), set())),
);

/** A long form of a length, which DER needs from 128 octets on. */
function tagged2(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.of(tag, 0x82, content.length >> 8, content.length & 0xff), content]);
}

/** How a file may be framed; the certificate in it is an ordinary one. */
export const FRAMED: Readonly<Record<string, Refused>> = {
  'Windows line ends': { content: PEM.replaceAll('\n', '\r\n') },
  'text before it': { content: `Subject: CN=a\n${PEM}` },
  'no newline at its end': { content: PEM.trimEnd() },
  'one line of Base64': { content: toPem('CERTIFICATE', DER).replace(/(?<=[A-Za-z0-9+/=])\n(?!-)/g, '') },
  'END and BEGIN on one line': {
    content: PEM.trimEnd() + PEM,
    go: NO_PEM,
    elasticsearch: framing('Invalid PEM format:  No EOL char found in footer:  0x2d'),
  },
  'white space before each line': { content: PEM.replaceAll(/^(?=.)/gm, '  '), go: NO_PEM },
  'quotes around it': {
    content: `"${PEM.trimEnd()}"\n`,
    go: NO_PEM,
    elasticsearch: framing('Invalid PEM format:  No EOL char found in footer:  0x22'),
  },
  'everything on one line': {
    content: PEM.replaceAll('\n', ''),
    go: NO_PEM,
    elasticsearch: framing('No EOL character found'),
  },
  'line ends written as \\n': {
    content: PEM.replaceAll('\n', '\\n'),
    go: NO_PEM,
    elasticsearch: framing('No EOL character found'),
  },
  'carriage returns alone': { content: PEM.replaceAll('\n', '\r'), go: NO_PEM },
  'a byte order mark': { content: Buffer.concat([Buffer.from('efbbbf', 'hex'), Buffer.from(PEM)]), go: NO_PEM },
  DER: { content: DER, go: NO_PEM },
  'PKCS#7 in DER': { content: PKCS7, go: NO_PEM },
  'the label X509 CERTIFICATE': {
    content: PEM.replaceAll(' CERTIFICATE', ' X509 CERTIFICATE'),
    go: 'tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: [X509 CERTIFICATE]',
  },
  'the label TRUSTED CERTIFICATE': {
    content: PEM.replaceAll(' CERTIFICATE', ' TRUSTED CERTIFICATE'),
    go: 'tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: [TRUSTED CERTIFICATE]',
  },
  'header lines in the block': {
    content: [FIRST, 'X-Made-By: me', '', ...LINES].join('\n'),
    notAsCa: true,
    elasticsearch: framing('Incomplete footer'),
  },
  'a key behind it': { content: PEM + KEY, elasticsearch: parsing('signed fields invalid') },
  'a key before it': { content: KEY + PEM, elasticsearch: parsing('signed fields invalid') },
  'a key alone': {
    content: KEY,
    go: 'tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched',
    elasticsearch: parsing('signed fields invalid'),
  },
  'another END than BEGIN': {
    content: PEM.replace('END CERTIFICATE', 'END X509 CERTIFICATE'),
    go: NO_PEM,
    elasticsearch: framing('Header and footer do not match: CERTIFICATE X509 CERTIFICATE'),
  },
  'a character that is not Base64': {
    content: PEM.replace(/\n./, '\n*'),
    go: NO_PEM,
    elasticsearch: framing('java.lang.IllegalArgumentException: Illegal base64 character 2a'),
  },
};

export const REFUSALS: readonly (readonly [string, Refused])[] = [
  ...Object.entries(PARTS).map(
    ([what, { go, elasticsearch, ...parts }]) =>
      [
        what,
        {
          content: oddPem(parts),
          ...(go !== undefined && { go }),
          ...(elasticsearch !== undefined && { elasticsearch }),
        },
      ] as const,
  ),
  ...Object.entries(FRAMED),
];
