import type { CheckOptions, Sources } from '../../src/proof/check-types.js';
import type { NamedText } from '../../src/setup/remark.js';
import { at } from './stock.js';

/** Values by flag; an undefined one takes the flag away. */
export type Flags = Readonly<Record<string, string | undefined>>;

const AGENT_PAIR: Flags = {
  'elastic-agent-cert': at('agent-cert.pem'),
  'elastic-agent-cert-key': at('agent-cert-key.pem'),
};

const AGENT: Flags = {
  url: 'https://fleet.example.com:8220',
  'enrollment-token': 'TOKEN',
  'certificate-authorities': at('fleet-ca.pem'),
  ...AGENT_PAIR,
};

const SERVER: Flags = {
  url: 'https://fleet.example.com:8220',
  'certificate-authorities': `${at('fleet-ca.pem')},${at('agent-ca.pem')}`,
  ...AGENT_PAIR,
  'fleet-server-es': 'https://es.example.com:9200',
  'fleet-server-es-ca': at('es-ca.pem'),
  'fleet-server-es-cert': at('fleet-es-cert.pem'),
  'fleet-server-es-cert-key': at('fleet-es-cert-key.pem'),
  'fleet-server-cert': at('fleet-cert.pem'),
  'fleet-server-cert-key': at('fleet-cert-key.pem'),
  'fleet-server-client-auth': 'required',
  'fleet-server-service-token': 'TOKEN',
  'fleet-server-policy': 'POLICY',
  'fleet-server-port': '8220',
};

const words = (flags: Flags, more: readonly string[]): string[] => [
  'elastic-agent',
  'install',
  ...Object.entries(flags).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}=${value}`])),
  ...more,
];

/** An ordinary agent's command that is right, but for what is changed and added. */
export const agent = (changes: Flags = {}, ...more: readonly string[]): Sources => ({
  command: words({ ...AGENT, ...changes }, more),
});

/** A Fleet Server's command that is right, but for what is changed and added. */
export const server = (changes: Flags = {}, ...more: readonly string[]): Sources => ({
  command: words({ ...SERVER, ...changes }, more),
});

/** The same Fleet Server as the other end. */
export const otherEnd = (changes: Flags = {}): Sources => ({
  server: { name: 'fleet.sh', text: words({ ...SERVER, ...changes }, []).join(' \\\n  ') },
});

const ENVIRONMENT: Flags = {
  FLEET_ENROLL: '1',
  FLEET_URL: 'https://fleet.example.com:8220',
  FLEET_ENROLLMENT_TOKEN: 'TOKEN',
  FLEET_CA: at('fleet-ca.pem'),
  ELASTIC_AGENT_CERT: at('agent-cert.pem'),
  ELASTIC_AGENT_CERT_KEY: at('agent-cert-key.pem'),
};

export const environment = (changes: Flags = {}): Sources => ({
  environment: {
    name: 'agent.env',
    text: Object.entries({ ...ENVIRONMENT, ...changes })
      .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}\n`]))
      .join(''),
  },
});

export const script = (text: string, name = 'install.sh'): Sources => ({ file: { name, text } });

const HTTP = 'xpack.security.http.ssl';

/** Elasticsearch's settings that are right, but for what is changed. */
export function settings(root: string, changes: Flags = {}): { readonly elasticsearchYml: NamedText } {
  const values: Flags = {
    enabled: 'true',
    certificate: 'certs/es-cert.pem',
    key: 'certs/es-cert-key.pem',
    client_authentication: 'required',
    certificate_authorities: '[certs/es-ca.pem, certs/agent-ca.pem]',
    ...changes,
  };
  const lines = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [`${HTTP}.${name}: ${value}\n`],
  );
  return { elasticsearchYml: { name: `${root}/etc/elasticsearch/elasticsearch.yml`, text: lines.join('') } };
}

export const DAY_MS = 24 * 60 * 60 * 1000;
export const inDays = (days: number): Partial<CheckOptions> => ({ now: new Date(Date.now() + days * DAY_MS) });
export const version = (major: number, minor: number, patch?: number): Partial<CheckOptions> => ({
  stackVersion: { major, minor, ...(patch !== undefined && { patch }) },
});
