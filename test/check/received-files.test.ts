import { afterAll, describe, expect, it } from 'vitest';
import { NEWEST_VERSION } from '../../src/deployment/versions.js';
import { check } from '../../src/proof/check.js';
import { proveDeployment } from '../../src/proof/prove.js';
import type { Finding } from '../../src/rules/types.js';
import { bitString, integer, oid, sequence, utcTime } from '../../src/x509/write/asn1.js';
import { toPem } from '../../src/x509/write/pem.js';
import { writeBundles } from '../proof/fixture.js';
import { CA_TRUE, dns, EMPTY_NAME, keys, name, odd, oddPem, san } from '../x509/read/odd.js';
import { Workshop } from './workshop.js';

const shop = new Workshop();
afterAll(() => shop.remove());
const options = { stackVersion: NEWEST_VERSION, fips: false, now: new Date('2026-06-01'), root: shop.root };

const KEY = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
const SELF = { issuer: name('fleet.example.com') };
const GOOD = oddPem({ ...SELF, extensions: [san(dns('fleet.example.com'), dns('localhost')), CA_TRUE] });
const NAMELESS = oddPem({ subject: EMPTY_NAME, issuer: EMPTY_NAME });
const ML_DSA = sequence(sequence(oid('2.16.840.1.101.3.4.3.17')), bitString(Buffer.alloc(1312)));
const BAD_DATE = { validity: sequence(utcTime('2501010000zzZ'), utcTime('350101000000Z')) };

shop.put('/f/good.pem', GOOD);
shop.put('/f/key.pem', KEY);
let files = 0;
const put = (content: string | Buffer): string => shop.put(`/f/${files++}.pem`, content, 0o644);

/** What people report, for Elastic Agent's flags: the rules that are errors, and what the program prints. */
const FOR_AGENTS: readonly {
  readonly what: string;
  readonly ca?: string | Buffer;
  readonly certificate?: string | Buffer;
  readonly errors: readonly (readonly [rule: string, seen?: string])[];
  readonly warnings?: readonly string[];
  readonly handshakes?: 'accept';
}[] = [
  {
    what: 'a certificate with an empty subject and issuer that is its own CA',
    ca: NAMELESS,
    certificate: NAMELESS,
    errors: [],
    warnings: ['authority-not-ca'],
    handshakes: 'accept',
  },
  {
    what: 'a CA whose public key OpenSSL does not know, beside a good one',
    ca: GOOD + oddPem({ spki: ML_DSA }),
    errors: [['weak-key']],
    handshakes: 'accept',
  },
  {
    what: 'a CA with an unreadable date',
    ca: oddPem(BAD_DATE),
    errors: [['certificate-refused', 'file is not a certificate adding /f/2.pem to the list of known CAs']],
  },
  {
    what: 'a certificate with an unreadable date',
    certificate: oddPem(BAD_DATE),
    errors: [['certificate-refused', 'x509: malformed UTCTime']],
  },
  {
    what: 'END and BEGIN on one line',
    certificate: GOOD.trimEnd() + GOOD,
    errors: [['pem-framing', 'no pem file']],
  },
  {
    what: 'bytes after the certificate inside its block',
    certificate: oddPem({ ...SELF, tail: Buffer.alloc(3) }),
    errors: [['certificate-refused', 'x509: trailing data']],
  },
  {
    what: 'a damaged block among good CAs',
    ca: GOOD + toPem('CERTIFICATE', odd().subarray(0, 40)),
    errors: [],
    warnings: ['certificate-skipped'],
    handshakes: 'accept',
  },
  {
    what: 'a certificate as DER',
    certificate: odd(SELF),
    errors: [['file-not-pem', 'no pem file']],
  },
];

describe("Elastic Agent's flags with", () => {
  it.each(FOR_AGENTS)('$what', async ({ ca, certificate, errors, warnings = [], handshakes }) => {
    const paths = {
      'certificate-authorities': ca === undefined ? '/f/good.pem' : put(ca),
      'fleet-server-cert': certificate === undefined ? '/f/good.pem' : put(certificate),
      'fleet-server-cert-key': '/f/key.pem',
      'fleet-server-es-ca': '/f/good.pem',
    };
    const command = [
      ...['elastic-agent', 'install', '--url=https://fleet.example.com:8220', '--fleet-server-service-token=t'],
      ...['--fleet-server-es=https://es.example.com:9200', '--fleet-server-policy=p'],
      ...Object.entries(paths).map(([flag, path]) => `--${flag}=${path}`),
    ];
    const result = await check({ command }, options);
    const found = result.findings.filter(({ severity }) => severity === 'error');
    expect(found.map(({ rule }) => rule)).toEqual(errors.map(([rule]) => rule));
    for (const [index, [, seen]] of errors.entries()) {
      if (seen !== undefined) expect(found[index]!.seen?.text.replace(/\/f\/\d+/, '/f/2')).toBe(seen);
    }
    expect(result.findings.map(({ rule }) => rule)).toEqual(expect.arrayContaining([...warnings]));
    if (handshakes) expect(result.handshakes.map(({ outcome }) => outcome)).toEqual([handshakes, handshakes]);
  });
});

/** The same for Elasticsearch's settings. */
const FOR_ELASTICSEARCH: readonly {
  readonly what: string;
  readonly content: string | Buffer;
  readonly seen?: string;
}[] = [
  { what: 'DER', content: odd(SELF) },
  { what: 'a byte order mark', content: `\ufeff${GOOD}` },
  { what: 'carriage returns alone', content: GOOD.replaceAll('\n', '\r') },
  { what: 'white space before each line', content: GOOD.replaceAll(/^(?=.)/gm, '  ') },
  { what: 'the label TRUSTED CERTIFICATE', content: GOOD.replaceAll(' CERTIFICATE', ' TRUSTED CERTIFICATE') },
  { what: 'the key behind the certificate', content: GOOD + KEY, seen: 'signed fields invalid' },
  {
    what: 'an empty issuer',
    content: oddPem({ issuer: EMPTY_NAME }),
    seen: 'Empty issuer DN not allowed in X509Certificates',
  },
  {
    what: 'a damaged block behind it',
    content: GOOD + toPem('CERTIFICATE', odd().subarray(0, 40)),
    seen: 'not enough content',
  },
  { what: 'a negative serial number', content: oddPem({ ...SELF, serial: integer(Buffer.of(0x80)) }) },
];

describe("Elasticsearch's settings with", () => {
  it.each(FOR_ELASTICSEARCH)('$what', async ({ content, seen }) => {
    const path = put(content);
    const lines = ['enabled: true', `certificate: ${path}`, 'key: /f/key.pem', `certificate_authorities: ${path}`];
    const text = lines.map((line) => `xpack.security.http.ssl.${line}\n`).join('');
    const { findings } = await check(
      { elasticsearchYml: { name: '/etc/elasticsearch/elasticsearch.yml', text } },
      options,
    );
    const errors = findings.filter(({ severity, rule }) => severity === 'error' && rule !== 'es-path-outside-config');
    expect(errors.map(({ rule }) => rule)).toEqual(
      seen === undefined ? [] : ['certificate-refused', 'certificate-refused'],
    );
    for (const error of errors) expect(error.seen?.text).toContain(seen!);
  });
});

it('verifies bundles whose certificate for a server has an empty subject', async () => {
  const deployment = await writeBundles({
    mutate: (bundle) => {
      if (!bundle.has('certs/fleet-cert.pem')) return;
      bundle.set('certs/fleet-cert.pem', { content: oddPem({ subject: EMPTY_NAME }), mode: 0o644 });
      bundle.set('certs/fleet-cert-key.pem', { content: KEY, mode: 0o600 });
    },
  });
  const { cases, findings } = await proveDeployment([deployment], { now: new Date() });
  expect(cases.length).toBeGreaterThan(0);
  expect(findings.map(({ rule }: Finding) => rule)).toContain('issuer-not-trusted');
});
