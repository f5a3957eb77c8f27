import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { CertlabError } from '../../src/errors.js';
import { check } from '../../src/proof/check.js';
import { recognize } from '../../src/setup/handed/recognize.js';
import type { NamedText } from '../../src/setup/remark.js';
import { textOf } from '../../src/setup/setup.js';
import { at, stock } from './stock.js';
import { HAS_OPENSSL } from './workshop.js';

const { shop } = stock();
afterAll(() => shop.remove());

const file = (name: string, text: string): NamedText => ({ name, text });
const pieces = (...files: NamedText[]) =>
  recognize(files, (path) => files.find(({ name }) => path.endsWith(name))?.text);
const only = (...files: NamedText[]) => {
  const [piece, ...others] = pieces(...files);
  expect(others).toEqual([]);
  if (piece?.kind !== 'setup') throw new Error(`it is ${piece?.kind}`);
  return piece;
};
const run = (...handed: NamedText[]) =>
  check({ handed }, { root: shop.root, stackVersion: { major: 9, minor: 5 }, fips: false, now: new Date() });
const rulesOf = async (...handed: NamedText[]) => (await run(...handed)).findings.map(({ rule }) => rule);

const VARIABLES = { FLEET_ENROLL: '1', FLEET_URL: 'https://fleet.example.com:8220', FLEET_ENROLLMENT_TOKEN: 'TOKEN' };
const IMAGE = 'docker.elastic.co/elastic-agent/elastic-agent:9.5.0';
const compose = (service: object) =>
  file('compose.yml', stringify({ services: { agent: { image: IMAGE, ...service } } }));
const LIST = Object.entries(VARIABLES).map(([name, value]) => `${name}=${value}`);

const pod = (containers: object[], volumes: object[] = []) => ({ spec: { containers, volumes } });
const ENV = Object.entries(VARIABLES).map(([name, value]) => ({ name, value }));
const manifest = (kind: string, spec: object, apiVersion = 'apps/v1') =>
  stringify({ apiVersion, kind, metadata: { name: 'elastic-agent' }, spec });

/** One file of each form, which tells an agent where its Fleet Server is. */
const FORMS: readonly [string, NamedText][] = [
  ['a script of sh', file('a.sh', 'sudo elastic-agent install \\\n  --url=https://fleet.example.com:8220 -t T\n')],
  [
    'a script of PowerShell',
    file('a.ps1', '& .\\elastic-agent.exe install `\n  --url=https://fleet.example.com:8220 -t T\n'),
  ],
  [
    'a batch file',
    file('a.cmd', 'elastic-agent.exe install ^\r\n  --url=https://fleet.example.com:8220 ^\r\n  -t T\r\n'),
  ],
  [
    'msiexec',
    file('a.txt', 'msiexec /i elastic-agent.msi /qn INSTALLARGS="--url=https://fleet.example.com:8220 -t T"\n'),
  ],
  ['docker run', file('run.sh', `docker run -d \\\n ${LIST.map((one) => `-e ${one}`).join(' \\\n ')} ${IMAGE}\n`)],
  ['a compose file with a list', compose({ environment: LIST })],
  ['a compose file with a mapping', compose({ environment: VARIABLES })],
  ['an environment file', file('agent.env', LIST.join('\n'))],
  ['a DaemonSet', file('a.yaml', manifest('DaemonSet', { template: pod([{ name: 'agent', env: ENV }]) }))],
  ['a Deployment', file('a.yaml', manifest('Deployment', { template: pod([{ name: 'agent', env: ENV }]) }))],
  [
    "ECK's Agent",
    file(
      'a.yaml',
      manifest(
        'Agent',
        { deployment: { podTemplate: pod([{ name: 'agent', env: ENV }]) } },
        'agent.k8s.elastic.co/v1alpha1',
      ),
    ),
  ],
  [
    'a task of Ansible with a block',
    file(
      'play.yml',
      '- name: install\n  ansible.builtin.command: >\n    ./elastic-agent install -f --url=https://fleet.example.com:8220\n    --enrollment-token={{ token }}\n',
    ),
  ],
  [
    'a play of Ansible',
    file(
      'play.yml',
      stringify([
        { hosts: 'all', tasks: [{ shell: 'elastic-agent install --url=https://fleet.example.com:8220 -t T' }] },
      ]),
    ),
  ],
];

describe('what people hand over is recognized by its content', () => {
  it.each(FORMS)('%s', (_, handed) => {
    expect(textOf(only(handed).setup, 'url')).toBe('https://fleet.example.com:8220');
  });

  it.each<[string, NamedText, string]>([
    ['kibana.yml', file('k.yml', 'elasticsearch.hosts: ["https://es:9200"]\n'), 'kibana'],
    ['elasticsearch.yml', file('e.yml', 'xpack.security.http.ssl.enabled: true\n'), 'elasticsearch'],
    ['nested settings', file('e.yml', 'xpack:\n  security:\n    http.ssl.enabled: true\n'), 'elasticsearch'],
    ['settings as variables', file('es.env', 'node.name=a\nxpack.security.http.ssl.enabled=true\n'), 'elasticsearch'],
    ['an output as it is sent', file('o.json', '{"type":"elasticsearch","hosts":["https://es:9200"]}'), 'fleet'],
    [
      'an output as Fleet answers',
      file('o.json', '{"item":{"type":"elasticsearch","hosts":["https://es:9200"]}}'),
      'fleet',
    ],
    ['all outputs', file('o.json', '{"items":[{"type":"elasticsearch","hosts":["https://es:9200"]}]}'), 'fleet'],
    ['a Fleet Server host', file('h.json', '{"item":{"host_urls":["https://fleet:8220"]}}'), 'fleet'],
  ])('%s', (_, handed, kind) => {
    expect(pieces(handed).map((piece) => piece.kind)).toEqual([kind]);
  });

  it.each(['', 'hello', 'a: 1', '- 1', '{"a":1}', 'elastic-agent status', 'kind: Service\napiVersion: v1\n'])(
    'and what is not is wrong usage that names the forms: %j',
    (text) => {
      expect(() => pieces(file('x.txt', text))).toThrow(CertlabError);
      expect(() => pieces(file('x.txt', text))).toThrow(/x\.txt: nothing in it is known here/);
    },
  );

  it('whatever the text is, it ends in pieces or one error', () => {
    const parts = fc.constantFrom(
      'services:',
      'kind: Pod',
      '  - a',
      '*a',
      '&a b',
      '{',
      '"',
      'docker run -e',
      '\n',
      ' ',
      '^\n',
      '%X%',
      'elastic-agent install',
      '{{ x }}',
      'INSTALLARGS="',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(parts, fc.string({ maxLength: 5 })), { maxLength: 30 }), (texts) => {
        try {
          pieces(file('x', texts.join(' ')));
        } catch (error) {
          expect(error).toBeInstanceOf(CertlabError);
        }
      }),
    );
  });
});

describe.skipIf(!HAS_OPENSSL)('files that belong together are one setup [needs openssl]', () => {
  const read = (name: string) => shop.read(at(name));
  const files = { FLEET_CA: '/tls/ca.crt', ELASTIC_AGENT_CERT: '/tls/tls.crt', ELASTIC_AGENT_CERT_KEY: '/tls/tls.key' };
  const data = {
    'ca.crt': read('fleet-ca.pem'),
    'tls.crt': read('agent-cert.pem'),
    'tls.key': read('agent-cert-key.pem'),
  };
  const encoded = Object.fromEntries(
    Object.entries(data).map(([key, text]) => [key, Buffer.from(text).toString('base64')]),
  );
  const env = Object.entries({ ...VARIABLES, ...files }).map(([name, value]) => ({ name, value }));
  const mounts = { volumeMounts: [{ name: 'tls', mountPath: '/tls' }] };
  const template = pod([{ name: 'agent', env, ...mounts }], [{ name: 'tls', secret: { secretName: 'agent-tls' } }]);
  const workload = manifest('DaemonSet', { template });
  const secret = (changes: object) =>
    stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'agent-tls' }, data: { ...encoded, ...changes } });

  it('a Secret that is mounted holds the files of the container', async () => {
    expect(await rulesOf(file('a.yaml', `${workload}---\n${secret({})}`))).toEqual(['output-not-given']);
    const wrong = secret({ 'tls.key': Buffer.from(read('other-key.pem')).toString('base64') });
    expect(await rulesOf(file('a.yaml', `${workload}---\n${wrong}`))).toContain('key-mismatch');
  });

  it('an env_file gives the variables of a service', () => {
    const handed = [compose({ env_file: ['agent.env'] }), file('agent.env', LIST.join('\n'))];
    const [service] = pieces(handed[0]!, handed[1]!);
    expect(service?.kind === 'setup' && textOf(service.setup, 'url')).toBe('https://fleet.example.com:8220');
  });

  it('a bind mount leads to the files on this machine', async () => {
    const environment = { ...VARIABLES, FLEET_CA: '/certs/fleet-ca.pem' };
    const service = compose({ environment, volumes: [`${shop.root}/etc/fleet-tls:/certs:ro`] });
    expect(await rulesOf(service)).toEqual(['output-not-given']);
    const [absent] = (
      await run(
        compose({
          environment: { ...environment, FLEET_CA: '/certs/no.pem' },
          volumes: [`${shop.root}/etc/fleet-tls:/certs`],
        }),
      )
    ).findings;
    expect(absent).toMatchObject({ rule: 'file-missing', where: 'compose.yml: agent: FLEET_CA /certs/no.pem' });
  });

  it("findings for a container speak of its variables, not of the command's flags", async () => {
    const { findings } = await run(compose({ environment: VARIABLES }));
    expect(findings.find(({ rule }) => rule === 'authorities-missing')?.where).toBe('compose.yml: agent: FLEET_CA');
  });

  const OUTPUT = { type: 'elasticsearch', hosts: ['https://es.example.com:9200'] };
  const AGENT = file(
    'a.sh',
    `elastic-agent install --url=https://fleet.example.com:8220 -t T -a ${at('fleet-ca.pem')}\n`,
  );
  it.each<[string, object, readonly string[]]>([
    ['without a CA', OUTPUT, ['output-authorities-missing']],
    ['with a fingerprint', { ...OUTPUT, ca_trusted_fingerprint: 'ab'.repeat(32) }, []],
    [
      'with a fingerprint that has colons',
      { ...OUTPUT, ca_trusted_fingerprint: 'AB:CD' },
      ['trusted-fingerprint-malformed'],
    ],
    ['to localhost', { ...OUTPUT, hosts: ['http://localhost:9200'] }, ['output-localhost']],
    ['without TLS', { ...OUTPUT, hosts: ['http://es.example.com:9200'] }, ['output-not-https']],
    ['with a CA that is there', { ...OUTPUT, ssl: { certificate_authorities: [at('es-ca.pem')] } }, []],
    [
      'with a CA that is not there',
      { ...OUTPUT, ssl: { certificate_authorities: [at('none.pem')] } },
      ['file-missing'],
    ],
  ])('an output %s', async (_, output, expected) => {
    const rules = await rulesOf(AGENT, file('output.json', JSON.stringify({ item: output })));
    expect([...new Set(rules)]).toEqual(expected);
  });

  it('an output that trusts another CA than Fleet Server', async () => {
    const server = `elastic-agent install --url=https://fleet.example.com:8220 --fleet-server-es=https://es.example.com:9200 --fleet-server-es-ca=${at('es-ca.pem')} --fleet-server-service-token=T --fleet-server-policy=P --certificate-authorities=${at('fleet-ca.pem')} --fleet-server-cert=${at('fleet-cert.pem')} --fleet-server-cert-key=${at('fleet-cert-key.pem')}\n`;
    const output = { ...OUTPUT, ssl: { certificate_authorities: [at('agent-ca.pem')] } };
    const rules = await rulesOf(AGENT, file('server.sh', server), file('o.json', JSON.stringify(output)));
    expect(rules).toContain('output-authority-differs');
  });
});

describe.skipIf(!HAS_OPENSSL)('certificates and keys without a command [needs openssl]', () => {
  const bare = (...names: string[]) =>
    check(
      { bare: names.map((name) => `${shop.root}${at(name)}`) },
      { stackVersion: { major: 9, minor: 5 }, fips: false, now: new Date() },
    );

  it('are paired by the keys themselves', async () => {
    expect((await bare('agent-cert.pem', 'agent-cert-key.pem', 'agent-ca.pem')).findings).toEqual([]);
  });

  it.each([
    ['expired', 'no-san-cert.pem', 'leaf-without-san'],
    ['odd', 'odd-san-cert.pem', 'san-malformed'],
    ['a CA that may not sign', 'no-sign-ca.pem', 'authority-cannot-sign'],
    ['damaged', 'cut-key.pem', 'pem-damaged'],
  ])('are judged: %s', async (_, name, rule) => {
    expect((await bare(name)).findings.map((one) => one.rule)).toContain(rule);
  });
});
