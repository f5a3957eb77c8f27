import { afterAll, describe, expect, it } from 'vitest';
import { check } from '../../src/proof/check.js';
import { handshake } from '../../src/proof/handshake/handshake.js';
import { inspect } from '../../src/x509/read/material.js';
import { server } from './inputs.js';
import { at } from './stock.js';
import { AUTHORITY, HAS_OPENSSL, LEAF, type Made, Workshop } from './workshop.js';

const shop = new Workshop();
afterAll(() => shop.remove());

const SAN = 'DNS:fleet.example.com,DNS:localhost';
const root = shop.certificate({ cn: 'root', extensions: AUTHORITY(undefined, 1) });
const intermediate = shop.certificate({ cn: 'intermediate', extensions: AUTHORITY(), by: root });
const leaf = shop.certificate({ cn: 'fleet.example.com', extensions: LEAF('serverAuth', SAN), by: intermediate });
const own = (...extensions: string[]) =>
  shop.certificate({ cn: 'fleet.example.com', extensions: [...extensions, `subjectAltName=${SAN}`] });
const [selfSigned, selfSignedCa] = [own('basicConstraints=CA:FALSE'), own('basicConstraints=critical,CA:TRUE')];
const stranger = shop.certificate({ cn: 'root', extensions: AUTHORITY() });

/** What the server presents, what the client lists, and whether Go takes it (elastic-agent-libs 0.46.3, run on such files). */
const ROWS: readonly [string, readonly [Made, ...Made[]], readonly Made[], 'accept' | 'refuse'][] = [
  ['the intermediate alone', [leaf], [intermediate], 'accept'],
  ['the intermediate, which is sent along as well', [leaf, intermediate], [intermediate], 'accept'],
  ['a whole chain', [leaf, intermediate], [leaf, intermediate, root], 'accept'],
  ["the host's own certificate", [leaf], [leaf], 'accept'],
  ['a self-signed certificate with CA:FALSE', [selfSigned], [selfSigned], 'accept'],
  ['a self-signed certificate with CA:TRUE', [selfSignedCa], [selfSignedCa], 'accept'],
  ['another CA of the same name', [leaf, intermediate], [stranger], 'refuse'],
];

const pem = (list: readonly Made[]) => list.map(({ certificate }) => certificate).join('');

describe.skipIf(!HAS_OPENSSL)('Go and Java take every listed certificate as a trust anchor [needs openssl]', () => {
  it.each(ROWS)('%s', async (_, presented, listed, expected) => {
    shop.put(at('cert.pem'), pem(presented), 0o644);
    shop.put(at('key.pem'), presented[0].key);
    shop.put(at('ca.pem'), pem(listed), 0o644);
    const sources = server({
      'certificate-authorities': at('ca.pem'),
      'fleet-server-cert': at('cert.pem'),
      'fleet-server-cert-key': at('key.pem'),
      'elastic-agent-cert': undefined,
      'elastic-agent-cert-key': undefined,
      'fleet-server-client-auth': undefined,
      'fleet-server-es-cert': undefined,
      'fleet-server-es-cert-key': undefined,
      'fleet-server-es-ca': at('ca.pem'),
    });
    const options = { root: shop.root, stackVersion: { major: 9, minor: 5 }, fips: false, now: new Date() };
    const { findings, handshakes } = await check(sources, options);
    expect(new Set(handshakes.map(({ outcome }) => outcome))).toEqual(new Set([expected]));
    const errors = findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule);
    expect(errors.length > 0).toBe(expected === 'refuse');
  });

  it('and Kibana, which is Node, builds the chain up to a self-signed one', async () => {
    const [x509] = inspect(Buffer.from(intermediate.certificate)).certificates;
    const [presented] = inspect(Buffer.from(leaf.certificate)).certificates;
    const key = (await import('node:crypto')).createPrivateKey(leaf.key);
    const shows = { certificate: presented!.x509.toString(), key };
    const trusts = [{ name: 'ca', certificate: x509!.x509 }];
    const client = { trusts, serverName: 'fleet.example.com', checksName: true };
    const outcomes = await Promise.all(
      (['listed', 'self-signed'] as const).map((anchors) =>
        handshake({ shows, trusts: [], clientAuth: 'none' }, { ...client, anchors }, 'TLSv1.3'),
      ),
    );
    expect(outcomes.map(({ reason }) => reason)).toEqual([
      'both ends read a byte',
      'client: UNABLE_TO_GET_ISSUER_CERT',
    ]);
  });
});
