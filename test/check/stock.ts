import { integer } from '../../src/x509/write/asn1.js';
import { name, oddPem } from '../x509/read/odd.js';
import { AUTHORITY, ecKey, LEAF, type Made, PASSPHRASE, rsaKey, Workshop } from './workshop.js';

/** A UTF8String that is not one: Java does not mind. */
const NOT_UTF8 = Buffer.from('0c0265ff', 'hex');

const FOLDER = '/etc/fleet-tls';
export const at = (name: string): string => `${FOLDER}/${name}`;

/** Everything that a mutual deployment needs, and much that is wrong, as files of one host. */
export function stock() {
  const shop = new Workshop();
  const put = (name: string, content: string | Buffer, mode?: number) => shop.put(at(name), content, mode);
  const pair = (name: string, { certificate, key }: Made, ...chain: readonly Made[]) => {
    put(`${name}.pem`, [certificate, ...chain.map((one) => one.certificate)].join(''), 0o644);
    put(`${name}-key.pem`, key);
  };
  const authority = (cn: string, extensions: readonly string[], more: object = {}) =>
    shop.certificate({ cn, extensions, days: 3650, ...more });
  const fleetCa = authority('fleet-ca', AUTHORITY('serverAuth'));
  const agentCa = authority('agent-ca', AUTHORITY('clientAuth'));
  const esCa = authority('es-ca', AUTHORITY());
  const names = 'DNS:fleet.example.com,DNS:localhost,IP:127.0.0.1';
  const server = (extensions = LEAF('serverAuth', names), more: object = {}) =>
    shop.certificate({ cn: 'fleet.example.com', extensions, by: fleetCa, ...more });
  const client = (
    extensions = LEAF('clientAuth', 'DNS:web-01,DNS:localhost,DNS:fleet.example.com'),
    more: object = {},
  ) => shop.certificate({ cn: 'web-01', extensions, by: agentCa, ...more });

  const fleet = server();
  const agent = client();
  const es = shop.certificate({ cn: 'es', extensions: LEAF('serverAuth', 'DNS:es.example.com'), by: esCa });
  for (const [name, made] of Object.entries({ 'fleet-ca': fleetCa, 'agent-ca': agentCa, 'es-ca': esCa })) {
    put(`${name}.pem`, made.certificate, 0o644);
  }
  put('fleet-ca-key.pem', fleetCa.key);
  pair('fleet-cert', fleet, fleetCa);
  pair('agent-cert', agent);
  pair('fleet-es-cert', shop.certificate({ cn: 'fleet-es', extensions: LEAF('clientAuth'), by: esCa }));
  for (const name of ['agent-cert-key-passphrase', 'passphrase']) put(name, PASSPHRASE);

  // Keys.
  const convert = (name: string, ...args: readonly string[]) =>
    put(name, shop.openssl(['pkcs8', '-topk8', '-passout', 'env:PASS', ...args], agent.key));
  convert('locked-key.pem', '-v2', 'aes-256-cbc', '-v2prf', 'hmacWithSHA256');
  convert('sha512-key.pem', '-v2', 'aes-256-cbc', '-v2prf', 'hmacWithSHA512');
  convert('scrypt-key.pem', '-scrypt');
  convert('pbes1-key.pem', '-v1', 'PBE-SHA1-3DES');
  convert('aria-key.pem', '-v2', 'aria-256-cbc', '-v2prf', 'hmacWithSHA256');
  put('dek-key.pem', shop.openssl(['ec', '-aes128', '-passout', 'env:PASS'], agent.key));
  const headers = 'Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00000000000000000000000000000000\n\n';
  const locked = shop.openssl(['pkcs8', '-topk8', '-passout', 'env:PASS', '-v2', 'aes-256-cbc'], agent.key);
  put('headers-key.pem', locked.replace('\n', `\n${headers}`));
  const ed25519 = shop.opensslBytes(['genpkey', '-algorithm', 'ed25519']).toString();
  put(
    'ed25519-locked-key.pem',
    shop.openssl(['pkcs8', '-topk8', '-passout', 'env:PASS', '-v2', 'aes-256-cbc'], ed25519),
  );
  put('ed25519-key.pem', ed25519);
  put('other-key.pem', ecKey().export({ type: 'pkcs8', format: 'pem' }));
  put('rsa-key.pem', rsaKey(2048).export({ type: 'pkcs8', format: 'pem' }));
  put('combined-key.pem', agent.certificate + agent.key);
  put('open-key.pem', agent.key, 0o644);
  pair('weak-cert', client(undefined, { key: rsaKey(1024) }));
  put('cut-key.pem', agent.key.slice(0, 100));

  // Files as such.
  put('empty.pem', '');
  put('big.pem', Buffer.alloc(1024 * 1024 + 1, 'x'));
  put('utf16.pem', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(fleetCa.certificate, 'utf16le')]));
  put('agent-cert.der', shop.opensslBytes(['x509', '-outform', 'DER'], agent.certificate));
  put('cut.pem', fleetCa.certificate.replace(/\n[^\n]*\n-----END/, '\n-----END'));
  put('glued.pem', fleetCa.certificate.trimEnd() + fleetCa.certificate, 0o644);
  put('trailing.pem', oddPem({ tail: Buffer.alloc(2) }), 0o644);
  put('one-bad.pem', fleetCa.certificate + oddPem({ serial: integer(Buffer.of(0x80)) }), 0o644);
  put('authority-with-key.pem', fleetCa.certificate + fleetCa.key, 0o644);
  put('newline-passphrase', `${PASSPHRASE}\n`);
  put('wrong-passphrase', 'battery staple');
  put('umlaut-passphrase', 'grün');
  put('newline-token', 'TOKEN\n');
  put('root-only.pem', agent.certificate, 0o600);
  shop.put(`${at('folder')}/inside`, '');

  // Certificates.
  pair('no-san-cert', server(LEAF('serverAuth')), fleetCa);
  pair('address-cert', server(LEAF('serverAuth', 'DNS:fleet.example.com,DNS:localhost,DNS:192.0.2.1')), fleetCa);
  pair('odd-san-cert', server(LEAF('serverAuth', 'DNS:fleet.example.com,DNS:localhost,DNS:w*.example.com')), fleetCa);
  pair('other-name-cert', server(LEAF('serverAuth', 'DNS:other.example.com,DNS:localhost')), fleetCa);
  pair('not-localhost-cert', server(LEAF('serverAuth', 'DNS:fleet.example.com')), fleetCa);
  pair('client-usage-cert', server(LEAF('clientAuth', names)), fleetCa);
  pair('no-signature-cert', server(['keyUsage=critical,keyEncipherment', `subjectAltName=${names}`]), fleetCa);
  pair('server-usage-cert', client(LEAF('serverAuth', 'DNS:web-01')));
  pair('agent-other-name-cert', client(LEAF('clientAuth', 'DNS:web-01')));
  pair('sha1-cert', server(undefined, { digest: 'sha1' }), fleetCa);
  pair('long-cert', server(undefined, { days: 4000 }), fleetCa);
  pair('disordered-cert', fleet, esCa);
  pair('authority-as-cert', fleetCa);
  const noSign = authority('fleet-ca', ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,cRLSign']);
  put('no-sign-ca.pem', noSign.certificate, 0o644);
  const clientOnly = authority('client-ca', AUTHORITY('clientAuth'));
  put('client-only-ca.pem', clientOnly.certificate, 0o644);
  pair(
    'by-client-only-cert',
    server(['keyUsage=critical,digitalSignature', `subjectAltName=${names}`], { by: clientOnly }),
  );
  put('roles-ca.pem', esCa.certificate, 0o644);

  // Chains.
  pair('by-leaf-cert', server(undefined, { by: fleet }));
  const root = authority('root-ca', AUTHORITY('serverAuth', 1));
  const middle = authority('middle-ca', AUTHORITY('serverAuth'), { by: root });
  put('root-ca.pem', root.certificate, 0o644);
  put('middle-ca.pem', middle.certificate, 0o644);
  pair('below-middle-cert', server(undefined, { by: middle }));
  const low = authority('low-ca', AUTHORITY('serverAuth'), { by: middle });
  pair('too-deep-cert', server(undefined, { by: low }), low, middle);

  // Elasticsearch's configuration folder.
  shop.put('/etc/elasticsearch/certs/es-cert.pem', es.certificate + esCa.certificate, 0o644);
  shop.put('/etc/elasticsearch/certs/unlinked.pem', es.certificate + fleetCa.certificate, 0o644);
  shop.put('/etc/elasticsearch/certs/not-utf8.pem', oddPem({ subject: name(NOT_UTF8) }), 0o644);
  shop.put('/etc/elasticsearch/certs/es-leaf.pem', es.certificate, 0o644);
  shop.put('/etc/elasticsearch/certs/es-cert-key.pem', es.key);
  for (const [name, made] of Object.entries({ 'agent-ca': agentCa, 'es-ca': esCa })) {
    shop.put(`/etc/elasticsearch/certs/${name}.pem`, made.certificate, 0o644);
  }
  const lockedKey = shop.openssl(['pkcs8', '-topk8', '-passout', 'pass:grün', '-v2', 'aes-256-cbc'], es.key);
  shop.put('/etc/elasticsearch/certs/locked-key.pem', lockedKey);
  const md5 = [
    'pkcs8',
    '-topk8',
    '-passout',
    'env:PASS',
    '-v1',
    'PBE-MD5-DES',
    '-provider',
    'legacy',
    '-provider',
    'default',
  ];
  shop.put('/etc/elasticsearch/certs/md5-des-key.pem', shop.openssl(md5, es.key));
  const store = ['pkcs12', '-export', '-passout', 'env:PASS', '-certpbe', 'AES-256-CBC', '-keypbe', 'AES-256-CBC'];
  const entries = es.key + es.certificate + esCa.certificate;
  shop.put('/etc/elasticsearch/certs/http.p12', shop.opensslBytes(store, entries));
  shop.put('/etc/elasticsearch/certs/combined-key.pem', es.certificate + es.key);
  const edKey = shop.openssl(['genpkey', '-algorithm', 'ed25519']);
  shop.put('/etc/elasticsearch/certs/ed25519-key.pem', edKey);

  const sha256 = (made: Made) =>
    shop
      .openssl(['x509', '-noout', '-fingerprint', '-sha256'], made.certificate)
      .replace(/.*=|:|\s/g, '')
      .toLowerCase();
  return { shop, fingerprints: { esCa: sha256(esCa), es: sha256(es), fleetCa: sha256(fleetCa) } };
}
