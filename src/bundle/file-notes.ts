import { switchesToAgentCertificate } from '../elastic/outputs.js';
import type { AuthorityName, CertificateName, Plan } from '../plan/types.js';

/** What each file of a bundle is, for the table in its README. Names that are not here are explained by the step that uses them. */
const AUTHORITIES: Readonly<Record<AuthorityName, string>> = {
  'fleet-ca': "the authority by which agents recognise Fleet Server's certificate",
  'agent-ca': "the authority by which servers recognise the agents' certificates",
  'es-ca':
    'the authority by which clients recognise Elasticsearch; it also signs the certificates Fleet Server and Kibana show there',
};

const CERTIFICATES: Readonly<Record<CertificateName, string>> = {
  'fleet-cert': 'the certificate Fleet Server shows to agents, followed by fleet-ca',
  'agent-cert': 'the certificate the agent on this host shows to Fleet Server and Elasticsearch',
  'fleet-es-cert': 'the certificate Fleet Server shows to Elasticsearch',
  'es-cert': 'the certificate Elasticsearch shows to its clients, followed by es-ca',
  'kibana-es-cert': 'the certificate Kibana shows to Elasticsearch',
};

/** Where the policy's output replaces it. */
const SWITCHING =
  'the certificate Fleet Server presents to Elasticsearch until it has its policy, whose output names agent-cert instead';

const OTHERS: Readonly<Record<string, string>> = {
  'install.sh':
    'puts the files into place and runs the install command, where there is one; `./install.sh --help` lists its options',
  'install.ps1':
    'copies the files into place and installs Elastic Agent; `Get-Help .\\install.ps1 -Full` lists its options',
  'agent.env': "the container's environment: addresses, paths and the enrollment token",
  'compose.yml': 'a service to merge into your compose file',
  'manifest.json': 'SHA-256 and mode of every other file',
  'README.md': 'this page',
  'tokens/service-token': 'the service token Fleet Server uses at Elasticsearch',
  'tokens/enrollment-token': 'the enrollment token of the Fleet policy',
  'settings/elasticsearch.yml': 'settings to merge into `elasticsearch.yml`',
  'settings/fleet-server-host.json': 'a Fleet Server host, as the body of a request to the Fleet API',
  'settings/output.json': 'the Elasticsearch output for agents on Linux and macOS, as the body of a request',
  'settings/output-windows.json': 'the same for agents on Windows, whose files lie elsewhere',
  'settings/output-container.json': 'the same for agents in containers, whose key is not encrypted',
  'settings/fleet-api.sh': 'the commands that send these bodies',
  'settings/fleet-ui.md': 'what to fill into the forms of **Fleet > Settings**, field by field',
  'settings/kibana.yml': 'settings to merge into `kibana.yml`, with the key that encrypts saved objects',
};

/** One line about a file of a bundle. */
export function whatIs(path: string, plan: Plan): string {
  const [, name, part] = /^certs\/(.+?)(\.pem|-key\.pem|-key-passphrase)$/.exec(path) ?? [];
  if (name === 'fleet-es-cert' && part === '.pem' && switchesToAgentCertificate(plan)) return SWITCHING;
  if (name && part === '.pem') return AUTHORITIES[name as AuthorityName] ?? CERTIFICATES[name as CertificateName];
  if (name && part === '-key.pem') return `the key of ${name}`;
  if (name) return `the passphrase of ${name}-key.pem, without a newline`;
  return OTHERS[path] ?? '';
}
