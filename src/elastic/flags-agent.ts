import { AGENT, BOTH, flag } from './flag-types.js';

/** The agent, and its connection to Fleet Server. */
export const AGENT_FLAGS = [
  flag('url', 'url', BOTH, 'the Fleet Server that the agent dials; without a port, 443', { variables: ['FLEET_URL'] }),
  flag('enrollment-token', 'text', AGENT, 'what lets the agent enroll, and into which policy', {
    shorthand: 't',
    variables: ['FLEET_ENROLLMENT_TOKEN'],
  }),
  flag(
    'certificate-authorities',
    'absolutePaths',
    BOTH,
    "by whom the agent recognises Fleet Server, instead of the system's authorities; on a Fleet Server's host also by whom Fleet Server recognises agents",
    { shorthand: 'a', variables: ['FLEET_CA', 'KIBANA_CA', 'ELASTICSEARCH_CA'] },
  ),
  flag(
    'ca-sha256',
    'text',
    BOTH,
    "pins Fleet Server's chain to a public key, on top of the authorities: base64 SHA-256 of a SubjectPublicKeyInfo",
    { shorthand: 'p' },
  ),
  flag('elastic-agent-cert', 'absolutePath', BOTH, 'the certificate that the agent shows to Fleet Server', {
    since: ['8.13'],
    variables: ['ELASTIC_AGENT_CERT'],
  }),
  flag('elastic-agent-cert-key', 'absolutePath', BOTH, "the key of the agent's certificate", {
    since: ['8.13'],
    variables: ['ELASTIC_AGENT_CERT_KEY'],
  }),
  flag(
    'elastic-agent-cert-key-passphrase',
    'absolutePath',
    BOTH,
    "a file with the passphrase of the agent's key, and nothing else in it",
    // No variable gives it to a container (container.go:555-560).
    { since: ['8.16'] },
  ),
  flag('insecure', 'switch', BOTH, 'the agent believes any Fleet Server', {
    shorthand: 'i',
    variables: ['FLEET_INSECURE'],
  }),
  flag(
    'proxy-url',
    'url',
    BOTH,
    "the proxy on the agent's way to Fleet Server; on a Fleet Server's host, on its way to Elasticsearch",
  ),
  flag('proxy-disabled', 'switch', BOTH, 'no proxy, whatever the environment says'),
  flag('proxy-header', 'texts', BOTH, 'a header for the proxy: name=value'),
  flag('header', 'texts', BOTH, 'a header for Fleet Server: name=value', { variables: ['FLEET_HEADER'] }),
];
