import type { CheckOptions, Sources } from '../../src/proof/check-types.js';
import type { RuleId } from '../../src/rules/index.js';
import { agent, environment, inDays, otherEnd, script, server, settings, version } from './inputs.js';
import { at } from './stock.js';
import { PASSPHRASE } from './workshop.js';

export interface Provocation {
  readonly rule: RuleId;
  readonly sources: Sources;
  readonly options?: Partial<CheckOptions>;
}

type Row = readonly [RuleId, Sources, Partial<CheckOptions>?];

const file = (flag: string, name: string) => ({ [flag]: at(name) });
const agentKey = (name: string, passphrase?: string) => ({
  'elastic-agent-cert-key': at(name),
  ...(passphrase !== undefined && file('elastic-agent-cert-key-passphrase', passphrase)),
});
const fleetPair = (name: string) => ({
  'fleet-server-cert': at(`${name}.pem`),
  'fleet-server-cert-key': at(`${name}-key.pem`),
});
const agentPair = (name: string) => ({
  'elastic-agent-cert': at(`${name}.pem`),
  'elastic-agent-cert-key': at(`${name}-key.pem`),
});

const FLAGS: readonly Row[] = [
  ['flag-unknown', server({}, '--fleet-server-cert-ca=/x')],
  ['flag-too-new', agent(), version(8, 12)],
  ['flag-repeated', agent({}, `--elastic-agent-cert-key=${at('passphrase')}`)],
  ['flag-value-missing', agent({}, '--ca-sha256')],
  ['flag-swallows-flag', agent({}, '--ca-sha256', '--insecure')],
  ['flag-value-invalid', server({ 'fleet-server-port': '99999' })],
  ['shorthand-unknown', agent({}, '-url=https://fleet.example.com')],
  ['flag-dash', agent({}, '\u2014insecure')],
  ['stray-argument', agent({}, '--insecure', 'true')],
  ['line-continuation-broken', script('elastic-agent install --url=https://a:8220 \\ \n  --enrollment-token=T\n')],
  ['variable-unknown', environment({ ELASTIC_AGENT_CERT_KEY_PASSPHRASE: '/x' })],
  ['variable-idle', environment({ URL: 'https://a' })],
  ['variable-too-new', environment(), version(8, 12)],
];

const VALUES: readonly Row[] = [
  ['client-auth-invalid', server({ 'fleet-server-client-auth': 'true' })],
  ['path-not-absolute', agent({ 'certificate-authorities': 'fleet-ca.pem' })],
  ['list-path-not-absolute', server({ 'certificate-authorities': `${at('fleet-ca.pem')},agent-ca.pem` })],
  ['fleet-server-es-ca-list', server({ 'fleet-server-es-ca': `${at('es-ca.pem')},${at('fleet-ca.pem')}` })],
  [
    'value-not-known',
    script(`elastic-agent install --url=https://a:8220 -t T --certificate-authorities=$CERTS/ca.pem`),
  ],
  ['path-whitespace', agent({ 'certificate-authorities': '/etc/fleet tls/ca.pem' })],
  ['path-on-network', agent({ 'certificate-authorities': '\\\\files\\tls\\ca.pem' })],
  ['partner-flag-missing', agent({ 'elastic-agent-cert-key': undefined })],
  ['passphrase-without-pair', agent({ 'elastic-agent-cert': undefined, ...agentKey('locked-key.pem', 'passphrase') })],
  ['service-token-twice', server(file('fleet-server-service-token-path', 'passphrase'))],
  ['service-token-missing', server({ 'fleet-server-service-token': undefined })],
  ['enrollment-token-missing', agent({ 'enrollment-token': undefined }, '-f')],
  ['url-missing', server({ url: undefined })],
  ['url-not-https', agent({ url: 'http://fleet.example.com:8220' })],
  ['url-invalid', agent({ url: 'fleet.example.com:8220' })],
  ['url-port-missing', agent({ url: 'https://fleet.example.com' })],
  ['es-url-invalid', server({ 'fleet-server-es': 'es.example.com:9200' })],
  ['es-url-not-https', server({ 'fleet-server-es': 'http://es.example.com:9200' })],
];

const MODES: readonly Row[] = [
  ['server-certificate-missing', server({ 'fleet-server-cert': undefined, 'fleet-server-cert-key': undefined })],
  ['verification-off', agent({}, '--insecure')],
  ['delay-enroll-fleet-server', server({}, '--delay-enroll')],
  ['fleet-server-flag-on-agent', agent({}, '--fleet-server-port=8220')],
  ['insecure-http-ignored', server({}, '--fleet-server-insecure-http')],
  [
    'fleet-server-plain-http',
    server({ 'fleet-server-cert': undefined, 'fleet-server-cert-key': undefined }, '--fleet-server-insecure-http'),
  ],
  ['container-mode-missing', environment({ FLEET_ENROLL: undefined })],
  ['container-url-missing', environment({ FLEET_URL: undefined })],
  ['header-without-equals', agent({}, '--header=X-Team: 1')],
  ['proxy-not-for-agent', server({}, '--proxy-url=http://proxy.example.com:3128')],
  ['client-auth-without-certificate', server({ 'fleet-server-cert': undefined, 'fleet-server-cert-key': undefined })],
  ['client-auth-without-authorities', server({ 'certificate-authorities': undefined })],
  ['authorities-missing', agent({ 'certificate-authorities': undefined })],
  ['private-name-without-authorities', agent({ url: 'https://fleet:8220', 'certificate-authorities': undefined })],
  ['proxy-shares-authorities', agent({ 'proxy-url': 'https://proxy.example.com:3129' })],
  ['es-authorities-missing', server({ 'fleet-server-es-ca': undefined })],
  ['own-agent-certificate-missing', server({ 'elastic-agent-cert': undefined, 'elastic-agent-cert-key': undefined })],
];

const FILES: readonly Row[] = [
  ['file-missing', agent(file('certificate-authorities', 'absent.pem'))],
  ['files-not-here', agent({ 'certificate-authorities': '/absent/a.pem', ...agentKey('x') }), { root: undefined }],
  ['file-unreadable', agent({ 'certificate-authorities': '/dev/null' }), { root: '/' }],
  ['file-is-directory', agent(file('certificate-authorities', 'folder'))],
  ['file-empty', agent(file('certificate-authorities', 'empty.pem'))],
  ['file-too-large', agent(file('certificate-authorities', 'big.pem'))],
  ['file-encoding', agent(file('certificate-authorities', 'utf16.pem'))],
  ['file-not-pem', agent(file('elastic-agent-cert', 'agent-cert.der'))],
  ['pem-damaged', agent(agentKey('cut-key.pem'))],
  ['pem-framing', agent(file('certificate-authorities', 'glued.pem'))],
  ['certificate-refused', agent(file('elastic-agent-cert', 'trailing.pem'))],
  ['certificate-skipped', agent(file('certificate-authorities', 'one-bad.pem'))],
  ['certificate-file-without-certificate', agent(file('elastic-agent-cert', 'agent-cert-key.pem'))],
  ['authority-unreadable', agent(file('certificate-authorities', 'passphrase'))],
  ['authority-file-holds-key', agent(file('certificate-authorities', 'authority-with-key.pem'))],
  ['unprivileged-unreadable', agent({}, '--unprivileged')],
  ['private-file-readable', agent(agentKey('open-key.pem'))],
];

const KEYS: readonly Row[] = [
  ['key-file-without-key', agent(agentKey('passphrase'))],
  ['key-mismatch', agent(agentKey('other-key.pem'))],
  ['key-legacy-encryption', agent(agentKey('dek-key.pem', 'passphrase'))],
  ['key-headers-around-pkcs8', agent(agentKey('headers-key.pem', 'passphrase'))],
  ['key-encryption-unsupported', agent(agentKey('pbes1-key.pem', 'passphrase'))],
  ['key-prf-unsupported', agent(agentKey('sha512-key.pem', 'passphrase'))],
  ['key-pbkdf2-key-length', agent(agentKey('key-length-key.pem', 'passphrase'))],
  ['key-cipher-unsupported', agent(agentKey('aria-key.pem', 'passphrase'))],
  ['key-ed25519-encrypted', agent(agentKey('ed25519-locked-key.pem', 'passphrase'))],
  ['fleet-es-key-encrypted', server(file('fleet-server-es-cert-key', 'locked-key.pem'))],
  ['container-key-encrypted', environment({ ELASTIC_AGENT_CERT_KEY: at('locked-key.pem') })],
  ['fips-key-encrypted', agent(agentKey('locked-key.pem', 'passphrase')), { fips: true }],
  ['fips-key-type', agent(agentPair('weak-cert')), { fips: true }],
  ['weak-key', agent(agentPair('weak-cert'))],
  ['defend-key-type', agent(), version(8, 17)],
];

const PASSPHRASES: readonly Row[] = [
  ['passphrase-trailing-newline', agent(agentKey('locked-key.pem', 'newline-passphrase')), version(9, 4)],
  ['passphrase-newline-for-defend', agent(agentKey('locked-key.pem', 'newline-passphrase'))],
  ['passphrase-wrong', agent(agentKey('locked-key.pem', 'wrong-passphrase'))],
  ['passphrase-missing', agent(agentKey('locked-key.pem'))],
  ['passphrase-unused', agent(agentKey('agent-cert-key.pem', 'passphrase'))],
  ['passphrase-empty', agent(agentKey('locked-key.pem', 'empty.pem'))],
  ['passphrase-is-pem', agent(agentKey('locked-key.pem', 'locked-key.pem'))],
  [
    'token-trailing-newline',
    server({ 'fleet-server-service-token': undefined, ...file('fleet-server-service-token-path', 'newline-token') }),
  ],
];

const CERTIFICATES: readonly Row[] = [
  ['certificate-expired', agent(), inDays(400)],
  ['certificate-not-yet-valid', agent(), inDays(-2)],
  ['certificate-expires-soon', agent(), inDays(350)],
  ['authority-expired', agent(), inDays(4000)],
  ['leaf-without-san', server(fleetPair('no-san-cert'))],
  ['address-in-dns-san', server(fleetPair('address-cert'))],
  ['san-malformed', server(fleetPair('odd-san-cert'))],
  ['leaf-is-authority', server(fleetPair('authority-as-cert'))],
  ['authority-not-ca', agent(file('certificate-authorities', 'fleet-cert.pem'))],
  [
    'authority-without-usage',
    server({ 'certificate-authorities': ['fleet-ca', 'agent-ca', 'roles-ca'].map((name) => at(`${name}.pem`)).join() }),
  ],
  [
    'issuer-not-ca',
    server({
      ...fleetPair('by-leaf-cert'),
      'certificate-authorities': `${at('fleet-cert.pem')},${at('agent-ca.pem')}`,
    }),
  ],
  [
    'authority-usage-forbids',
    server({
      ...fleetPair('by-client-only-cert'),
      'certificate-authorities': `${at('client-only-ca.pem')},${at('agent-ca.pem')}`,
    }),
  ],
  ['server-usage-missing', server(fleetPair('client-usage-cert'))],
  ['client-usage-missing', agent(agentPair('server-usage-cert'))],
  ['key-usage-without-signature', server(fleetPair('no-signature-cert'))],
  ['authority-cannot-sign', agent(file('certificate-authorities', 'no-sign-ca.pem'))],
  [
    'authority-path-length',
    server({ ...fleetPair('too-deep-cert'), 'certificate-authorities': `${at('root-ca.pem')},${at('agent-ca.pem')}` }),
  ],
  ['chain-out-of-order', server(fleetPair('disordered-cert'))],
  ['leaf-outlives-authority', server(fleetPair('long-cert'))],
  ['weak-signature', server(fleetPair('sha1-cert'))],
];

const LINKS = (root: string, fingerprints: Record<'es' | 'fleetCa', string>): readonly Row[] => [
  ['issuer-not-trusted', server({ 'certificate-authorities': `${at('es-ca.pem')},${at('agent-ca.pem')}` })],
  [
    'intermediate-missing',
    {
      ...server({
        ...fleetPair('below-middle-cert'),
        'certificate-authorities': `${at('root-ca.pem')},${at('agent-ca.pem')}`,
      }),
      file: { name: 'agent.sh', text: `elastic-agent install --url=https://x:8220 -t T -a ${at('middle-ca.pem')}` },
    },
  ],
  ['client-authority-not-requested', server(file('certificate-authorities', 'fleet-ca.pem'))],
  [
    'client-certificate-missing',
    { ...agent({ 'elastic-agent-cert': undefined, 'elastic-agent-cert-key': undefined }), ...otherEnd() },
  ],
  ['name-not-in-san', server(fleetPair('other-name-cert'))],
  ['address-not-in-san', server({ url: 'https://192.0.2.9:8220' })],
  ['client-name-not-in-san', server(agentPair('agent-other-name-cert')), version(8, 15)],
  ['localhost-not-in-san', server(fleetPair('not-localhost-cert')), version(8, 5)],
  ['url-port-mismatch', server({ url: 'https://fleet.example.com:443' })],
  ['fleet-server-host-local', server({}, '--fleet-server-host=localhost')],
  [
    'trusted-fingerprint-not-in-chain',
    {
      ...server({}, `--fleet-server-es-ca-trusted-fingerprint=${fingerprints.fleetCa}`),
      ...settings(root),
    },
  ],
  ['trusted-fingerprint-malformed', server({}, '--fleet-server-es-ca-trusted-fingerprint=AB:CD')],
  [
    'trusted-fingerprint-of-leaf',
    { ...server({}, `--fleet-server-es-ca-trusted-fingerprint=${fingerprints.es}`), ...settings(root) },
  ],
  ['ca-pin-malformed', agent({}, `--ca-sha256=${'ab'.repeat(32)}`)],
  ['ca-pin-mismatch', agent({}, `--ca-sha256=${Buffer.alloc(32).toString('base64')}`)],
  [
    'handshake-refused',
    { ...agent({ 'elastic-agent-cert': undefined, 'elastic-agent-cert-key': undefined }), ...otherEnd() },
  ],
];

const SETTINGS = (root: string): readonly Row[] => {
  const keystore = (name: string) =>
    settings(root, { certificate: undefined, key: undefined, 'keystore.path': `certs/${name}` });
  return [
    ['es-settings-unreadable', { elasticsearchYml: { name: 'elasticsearch.yml', text: 'a: [\n' } }],
    ['es-http-ssl-off', settings(root, { enabled: undefined })],
    ['es-setting-unknown', settings(root, { certifcate: 'x' })],
    ['es-client-auth-invalid', settings(root, { client_authentication: 'yes please' })],
    ['es-partner-setting-missing', settings(root, { key: undefined })],
    ['es-certificate-and-keystore', settings(root, { 'keystore.path': 'certs/http.p12' })],
    ['es-chain-not-linked', settings(root, { certificate: 'certs/unlinked.pem' })],
    ['certificate-not-judged', settings(root, { certificate: 'certs/not-utf8.pem' })],
    ['es-passphrase-in-settings', settings(root, { key_passphrase: 'correct horse' })],
    ['es-path-outside-config', settings(root, { certificate: at('fleet-cert.pem'), key: at('fleet-cert-key.pem') })],
    ['passphrase-not-ascii', settings(root, { key: 'certs/locked-key.pem', key_passphrase: 'grün' })],
    ['identity-unusable', settings(root, { key: 'certs/md5-des-key.pem', key_passphrase: PASSPHRASE })],
    ['es-keystore-not-read', keystore('http.p12')],
    ['es-keystore-password-wrong', keystore('http.p12'), { keystorePassword: 'wrong' }],
    ['es-keystore-damaged', keystore('es-ca.pem'), { keystorePassword: PASSPHRASE }],
    ['key-not-first', settings(root, { key: 'certs/combined-key.pem' })],
    ['key-algorithm-unsupported', settings(root, { key: 'certs/ed25519-key.pem' })],
  ];
};

const handed = (...files: readonly [string, string][]): Sources => ({
  handed: files.map(([name, text]) => ({ name, text })),
});
const output = (changes: object): Sources =>
  handed([
    'output.json',
    JSON.stringify({ type: 'elasticsearch', hosts: ['https://es.example.com:9200'], ...changes }),
  ]);
const FLEET_SERVER = (server().command ?? []).join(' ');
const AGENT_COMMAND = (agent().command ?? []).join(' ');

const OUTPUTS: readonly Row[] = [
  ['output-localhost', output({ hosts: ['http://localhost:9200'] })],
  ['output-not-https', output({ hosts: ['http://es.example.com:9200'] })],
  ['output-authorities-missing', output({})],
  [
    'output-authority-differs',
    {
      handed: [
        { name: 'server.sh', text: FLEET_SERVER },
        { name: 'agent.sh', text: AGENT_COMMAND },
        ...output({ ssl: { certificate_authorities: [at('agent-ca.pem')] } }).handed!,
      ],
    },
  ],
  ['output-not-given', handed(['agent.sh', AGENT_COMMAND])],
];

/** For each rule, an input that breaks it. */
export const provocations = (root: string, fingerprints: Record<'es' | 'fleetCa', string>): Provocation[] =>
  [
    ...FLAGS,
    ...VALUES,
    ...MODES,
    ...FILES,
    ...KEYS,
    ...PASSPHRASES,
    ...CERTIFICATES,
    ...LINKS(root, fingerprints),
    ...SETTINGS(root),
    ...OUTPUTS,
  ].map(([rule, sources, options]) => ({ rule, sources, ...(options && { options }) }));

/** What a whole bundle alone can break: the tests of the proof break them. */
export const PROOF_ONLY: readonly RuleId[] = [
  'bundle-unreadable',
  'bundle-settings-unreadable',
  'manifest-mismatch',
  'file-not-in-bundle',
  'authority-key-in-bundle',
  'private-file-mode',
  'link-incomplete',
];
