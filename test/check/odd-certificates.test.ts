import { afterAll, describe, expect, it } from 'vitest';
import { NEWEST_VERSION } from '../../src/deployment/versions.js';
import { check } from '../../src/proof/check.js';
import { bitString, generalizedTime, integer, oid, sequence, utcTime } from '../../src/x509/write/asn1.js';
import { dns, EMPTY_NAME, keys, name, oddPem, type Parts, san } from '../x509/read/odd.js';
import { Workshop } from './workshop.js';

const shop = new Workshop();
afterAll(() => shop.remove());
const options = { stackVersion: NEWEST_VERSION, fips: false, now: new Date('2026-06-01') };

const ML_DSA = sequence(sequence(oid('2.16.840.1.101.3.4.3.17')), bitString(Buffer.alloc(1312)));
const GOST = sequence(
  sequence(oid('1.2.643.7.1.1.1.1'), sequence(oid('1.2.643.2.2.35.1'))),
  bitString(Buffer.alloc(64)),
);
const ODD_PSS = sequence(sequence(oid('1.2.840.113549.1.1.10'), sequence(integer(5))), bitString(Buffer.alloc(9)));
const validity = (begin: Buffer, end: Buffer): Parts => ({ validity: sequence(begin, end) });

const ODDITIES: Readonly<Record<string, Parts>> = {
  'an empty subject and issuer': { subject: EMPTY_NAME, issuer: EMPTY_NAME },
  'an ML-DSA key': { spki: ML_DSA },
  'a GOST key': { spki: GOST },
  'an RSA-PSS key with odd parameters': { spki: ODD_PSS },
  'a key that is not one': { spki: sequence(sequence(oid('1.2.840.113549.1.1.1')), bitString(Buffer.of(1))) },
  'a date of letters': validity(utcTime('2501010000zzZ'), utcTime('350101000000Z')),
  'a month 13': validity(utcTime('251301000000Z'), utcTime('350101000000Z')),
  'a year 0030': validity(generalizedTime('00300101000000Z'), utcTime('350101000000Z')),
  'bytes behind it': { tail: Buffer.from('0000', 'hex') },
  '5,000 names': { extensions: [san(...Array.from({ length: 5000 }, (_, index) => dns(`host-${index}.example.com`)))] },
  'a malformed list of names': { extensions: [san(Buffer.from('82ff', 'hex'))] },
  'no extension': { extensions: [] },
};

const command = (changes: Readonly<Record<string, string>>) => [
  ...['elastic-agent', 'install', '--fleet-server-service-token=t', '--fleet-server-policy=p'],
  ...Object.entries({
    url: 'https://fleet.example.com:8220',
    'fleet-server-es': 'https://es.example.com:9200',
    'fleet-server-es-ca': '/f/good.pem',
    'certificate-authorities': '/f/good.pem',
    'fleet-server-cert': '/f/good.pem',
    'fleet-server-cert-key': '/f/key.pem',
    ...changes,
  }).map(([flag, value]) => `--${flag}=${value}`),
];

const GOOD = oddPem({ issuer: name('fleet.example.com') });
shop.put('/f/good.pem', GOOD);
shop.put('/f/key.pem', keys.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string);

describe.each(Object.entries(ODDITIES))('a certificate with %s does not stop the check', (what, parts) => {
  const path = shop.put(`/f/${what.replaceAll(/\W/g, '-')}`, oddPem(parts));

  it.each(['certificate-authorities', 'fleet-server-cert', 'fleet-server-cert-key', 'fleet-server-es-ca'])(
    'as --%s',
    async (flag) => {
      const result = await check({ command: command({ [flag]: path }) }, { ...options, root: shop.root });
      expect(result.sources).toHaveLength(1);
    },
  );

  it("in Elasticsearch's settings", async () => {
    const lines = ['enabled: true', `certificate: ${path}`, `key: ${path}`, `certificate_authorities: [${path}]`];
    const text = lines.map((line) => `xpack.security.http.ssl.${line}\n`).join('');
    const elasticsearchYml = { name: '/etc/elasticsearch/elasticsearch.yml', text };
    expect((await check({ elasticsearchYml }, { ...options, root: shop.root })).findings).not.toEqual([]);
  });

  it('in a bundle among good ones, which are judged all the same', async () => {
    const bundle = shop.put(`${path}-bundle`, GOOD + oddPem(parts));
    const result = await check(
      { command: command({ 'certificate-authorities': bundle, 'fleet-server-cert': '/f/good.pem' }) },
      { ...options, root: shop.root },
    );
    expect(result.handshakes.map(({ outcome }) => outcome)).toEqual(['accept', 'accept']);
  });
});

it('shows a year 0030 as what it is', async () => {
  const expired = shop.put(
    '/f/expired.pem',
    oddPem(validity(generalizedTime('00300101000000Z'), generalizedTime('00310101000000Z'))),
  );
  const { findings } = await check(
    { command: command({ 'fleet-server-cert': expired }) },
    { ...options, root: shop.root },
  );
  expect(findings.find(({ rule }) => rule === 'certificate-expired')?.cause).toContain('0031-01-01T00:00:00Z');
});
