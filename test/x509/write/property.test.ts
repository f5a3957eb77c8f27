import { X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { issueCertificate } from '../../../src/x509/write/certificate.js';
import { subjectPublicKey } from '../../../src/x509/write/key-info.js';
import { formatName } from '../../../src/x509/write/names.js';
import { toPem } from '../../../src/x509/write/pem.js';
import type { DistinguishedName, SubjectAltName } from '../../../src/x509/write/types.js';
import { FIXTURE_KEY_TYPES, fixtureKeyPair } from './fixtures.js';
import { authorityFor, files, hasOpenssl, openssl, serial, VALID_NOW } from './support.js';

const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
  .filter((value) => value.trim() === value && value !== '' && [...value].length <= 64)
  .filter((value) => !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(value));
const name = fc.record<DistinguishedName>(
  { organization: text, organizationalUnit: text, commonName: text },
  { requiredKeys: ['commonName'] },
) as fc.Arbitrary<DistinguishedName>;
const altName: fc.Arbitrary<SubjectAltName> = fc.oneof(
  fc.domain().map((value) => ({ type: 'dns' as const, value: value.toLowerCase() })),
  fc.domain().map((value) => ({ type: 'dns' as const, value: `*.${value.toLowerCase()}` })),
  fc.ipV4().map((value) => ({ type: 'ip' as const, value })),
  fc
    .ipV6()
    .filter((value) => !/ffff:[^:]*(\.|:[^:]*$)/i.test(value))
    .map((value) => ({ type: 'ip' as const, value })),
);
const altNames = fc.uniqueArray(
  altName.filter(({ value }) => value.length <= 253),
  { minLength: 1, maxLength: 8, selector: canonical },
);

/** OpenSSL takes the only character of a value for its last one, and escapes no # there; RFC 4514 section 2.4 wants it. */
const asOpenssl = (subject: string): string => subject.replaceAll(/=\\#(?=,|$)/g, '=#');

/** The name as Node prints it in `subjectAltName`. */
function canonical({ type, value }: SubjectAltName): string {
  if (type === 'dns') return `DNS:${value}`;
  if (!value.includes(':')) return `IP Address:${value}`;
  const groups = new URL(`https://[${value}]`).hostname.slice(1, -1).split('::');
  const [head = [], tail] = groups.map((part) => (part === '' ? [] : part.split(':')));
  const zeros = tail ? new Array<string>(8 - head.length - tail.length).fill('0') : [];
  return `IP Address:${[...head, ...zeros, ...(tail ?? [])].join(':').toUpperCase()}`;
}

const issuers = FIXTURE_KEY_TYPES.map((keyType) => authorityFor(fixtureKeyPair(keyType, 'authority'), ['serverAuth']));
const leaf = (subject: DistinguishedName, subjectAltNames: readonly SubjectAltName[], choice: number) =>
  issueCertificate(
    { subject, subjectAltNames, validity: VALID_NOW, extendedKeyUsage: ['serverAuth'] },
    subjectPublicKey(fixtureKeyPair(FIXTURE_KEY_TYPES[choice]!, 'leaf').publicKey),
    issuers[choice]!,
    serial(),
  );
const choice = fc.nat({ max: FIXTURE_KEY_TYPES.length - 1 });

it('Node reads from any certificate the names that were asked for', () => {
  fc.assert(
    fc.property(name, altNames, choice, (subject, names, which) => {
      const certificate = new X509Certificate(leaf(subject, names, which));
      expect(certificate.subjectAltName).toBe(names.map(canonical).join(', '));
      const { O: organization, OU: organizationalUnit, CN: commonName } = certificate.toLegacyObject().subject;
      expect({ organization, organizationalUnit, commonName }).toEqual({
        organization: subject.organization,
        organizationalUnit: subject.organizationalUnit,
        commonName: subject.commonName,
      });
    }),
    { numRuns: 300 },
  );
});

it.skipIf(!hasOpenssl)(
  'OpenSSL (if installed) verifies any certificate strictly and prints its subject as we do',
  () => {
    fc.assert(
      fc.property(name, altNames, choice, (subject, names, which) => {
        const paths = files({
          ca: toPem('CERTIFICATE', issuers[which]!.certificate),
          leaf: toPem('CERTIFICATE', leaf(subject, names, which)),
        });
        expect(
          openssl('verify', '-x509_strict', '-purpose', 'sslserver', '-CAfile', paths.ca, paths.leaf),
        ).toMatchObject({ ok: true });
        const printed = openssl(
          'x509',
          '-in',
          paths.leaf,
          '-noout',
          '-subject',
          '-nameopt',
          'RFC2253,-esc_msb,utf8',
        ).output;
        expect(printed.replace(/^subject=/, '').replace(/\n$/, '')).toBe(asOpenssl(formatName(subject)));
      }),
      { numRuns: 25 },
    );
  },
);
