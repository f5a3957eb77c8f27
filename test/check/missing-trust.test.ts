import { afterAll, describe, expect, it } from 'vitest';
import { check } from '../../src/proof/check.js';
import { isPrivateName, publicAuthorities } from '../../src/rules/judges/missing-trust.js';
import { server } from './inputs.js';
import { at, stock } from './stock.js';
import { HAS_OPENSSL } from './workshop.js';

const { shop } = stock();
afterAll(() => shop.remove());

describe('a name that no public CA issues for', () => {
  it.each([
    ...['fleet', 'localhost', '10.1.2.3', '172.16.0.1', '172.31.255.1', '192.168.1.5', '127.0.0.1', '169.254.1.1'],
    ...['::1', 'fd00::1', 'fe80::1', 'fleet.local', 'fleet.internal', 'fleet.default.svc', 'a.svc.cluster.local'],
  ])('%s', (host) => {
    expect(isPrivateName(host)).toBe(true);
  });

  it.each(['fleet.example.com', '8.8.8.8', '172.32.0.1', '2001:4860::8888', 'local.example.com', 'svc.example'])(
    'is not %s',
    (host) => {
      expect(isPrivateName(host)).toBe(false);
    },
  );
});

describe.skipIf(!HAS_OPENSSL)('a Fleet Server whose agents are told no CA [needs openssl]', () => {
  const rulesOf = async (certificate: string, url = 'https://fleet.example.com:8220') => {
    shop.put(at('presented.pem'), certificate, 0o644);
    const changes = { url, 'certificate-authorities': undefined, 'fleet-server-cert': at('presented.pem') };
    const plain = { 'elastic-agent-cert': undefined, 'elastic-agent-cert-key': undefined };
    const sources = server({ ...changes, ...plain, 'fleet-server-client-auth': undefined });
    const options = { root: shop.root, stackVersion: { major: 9, minor: 5 }, fips: false, now: new Date() };
    return (await check(sources, options)).findings.map(({ rule }) => rule);
  };

  it('is fine where a public CA vouches for what it presents', async () => {
    const [root] = publicAuthorities();
    const rules = await rulesOf(root!.x509.toString());
    expect(rules.filter((rule) => /authorities-missing|not-trusted|intermediate/.test(rule))).toEqual([]);
  });

  it('lacks the intermediate where it presents a lone certificate', async () => {
    expect(await rulesOf(shop.read(at('below-middle-cert.pem')))).toContain('intermediate-missing');
  });

  it('is trusted by nobody where it presents the chain of a private CA', async () => {
    const chain = shop.read(at('fleet-cert.pem'));
    expect(await rulesOf(chain)).toEqual(expect.arrayContaining(['authorities-missing', 'issuer-not-trusted']));
  });
});
