import { CLIENT_AUTHS } from '../deployment/types.js';
import { FLEET_SERVER, flag } from './flag-types.js';

/** Fleet Server's connection to Elasticsearch, then what it shows to agents and asks of them. */
export const FLEET_SERVER_FLAGS = [
  flag(
    'fleet-server-es',
    'url',
    FLEET_SERVER,
    'starts a Fleet Server on this host, which dials this Elasticsearch; without a port, 9200',
    { variables: ['FLEET_SERVER_ELASTICSEARCH_HOST', 'ELASTICSEARCH_HOST'] },
  ),
  flag(
    'fleet-server-es-ca',
    'absolutePath',
    FLEET_SERVER,
    'by whom Fleet Server recognises Elasticsearch: one file, which may hold several authorities',
    { variables: ['FLEET_SERVER_ELASTICSEARCH_CA', 'ELASTICSEARCH_CA'] },
  ),
  flag(
    'fleet-server-es-ca-trusted-fingerprint',
    'text',
    FLEET_SERVER,
    'that authority without its file: hex SHA-256, without colons, of a certificate in the chain that Elasticsearch sends',
    { variables: ['FLEET_SERVER_ELASTICSEARCH_CA_TRUSTED_FINGERPRINT'] },
  ),
  flag('fleet-server-es-insecure', 'switch', FLEET_SERVER, 'Fleet Server believes any Elasticsearch', {
    variables: ['FLEET_SERVER_ELASTICSEARCH_INSECURE'],
  }),
  flag(
    'fleet-server-es-cert',
    'absolutePath',
    FLEET_SERVER,
    'the certificate that Fleet Server shows to Elasticsearch',
    {
      since: ['8.13'],
      variables: ['FLEET_SERVER_ES_CERT'],
    },
  ),
  flag(
    'fleet-server-es-cert-key',
    'absolutePath',
    FLEET_SERVER,
    'the key of that certificate; it must not be encrypted, because no flag carries its passphrase',
    { since: ['8.13'], variables: ['FLEET_SERVER_ES_CERT_KEY'] },
  ),
  flag(
    'fleet-server-cert',
    'absolutePath',
    FLEET_SERVER,
    'the certificate that Fleet Server shows to agents; without one it makes its own and drops the authorities',
    { variables: ['FLEET_SERVER_CERT'] },
  ),
  flag('fleet-server-cert-key', 'absolutePath', FLEET_SERVER, "the key of Fleet Server's certificate", {
    variables: ['FLEET_SERVER_CERT_KEY'],
  }),
  flag(
    'fleet-server-cert-key-passphrase',
    'absolutePath',
    FLEET_SERVER,
    "a file with the passphrase of Fleet Server's key, and nothing else in it",
    { since: ['8.8'], variables: ['FLEET_SERVER_CERT_KEY_PASSPHRASE'] },
  ),
  flag(
    'fleet-server-client-auth',
    'enum',
    FLEET_SERVER,
    "whether Fleet Server asks agents for a certificate, this host's own agent included",
    { since: ['8.13'], values: CLIENT_AUTHS, variables: ['FLEET_SERVER_CLIENT_AUTH'] },
  ),
  flag('fleet-server-service-token', 'text', FLEET_SERVER, 'how Fleet Server signs in to Elasticsearch', {
    variables: ['FLEET_SERVER_SERVICE_TOKEN'],
  }),
  flag(
    'fleet-server-service-token-path',
    'absolutePath',
    FLEET_SERVER,
    'a file with the service token, and nothing else in it',
    { since: ['8.8'], variables: ['FLEET_SERVER_SERVICE_TOKEN_PATH'] },
  ),
  flag('fleet-server-policy', 'text', FLEET_SERVER, 'the id of the policy with the Fleet Server integration', {
    variables: ['FLEET_SERVER_POLICY_ID', 'FLEET_SERVER_POLICY'],
  }),
  flag('fleet-server-host', 'text', FLEET_SERVER, 'the address Fleet Server listens on; all of them unless given', {
    variables: ['FLEET_SERVER_HOST'],
  }),
  flag('fleet-server-port', 'port', FLEET_SERVER, 'the port Fleet Server listens on; 8220 unless given', {
    variables: ['FLEET_SERVER_PORT'],
  }),
  flag(
    'fleet-server-insecure-http',
    'switch',
    FLEET_SERVER,
    'Fleet Server listens without TLS; has no effect beside a certificate',
    { variables: ['FLEET_SERVER_INSECURE_HTTP'] },
  ),
  flag('fleet-server-timeout', 'duration', FLEET_SERVER, 'how long to wait until Fleet Server has started', {
    variables: ['FLEET_SERVER_TIMEOUT'],
  }),
];
