import type { ClientAuth } from '../deployment/types.js';
import { AUTHORITY_NAMES, type Plan, type PlannedHost } from '../plan/types.js';
import { fileName } from './paths.js';
import { yamlLines } from './yaml.js';

const HTTP = 'xpack.security.http.ssl';

/** Puts the passphrase of es-cert-key where Elasticsearch looks for it, unseen by the shell's history and other users. */
export const KEYSTORE_COMMAND = `sudo /usr/share/elasticsearch/bin/elasticsearch-keystore add --stdin --force ${HTTP}.secure_key_passphrase <certs/${fileName('es-cert', 'passphrase')}`;

const CLIENTS: Readonly<Record<Exclude<ClientAuth, 'none'>, readonly string[]>> = {
  optional: [
    '# Clients may show a certificate, and a wrong one is refused. When all of them show one, change this to required.',
  ],
  required: [
    '# Every client must show a certificate of one of these authorities: Kibana, curl and health checks too, not only agents.',
    '# In a cluster that is in use, begin with optional.',
  ],
};

/**
 * The settings of one Elasticsearch node, to be merged into its elasticsearch.yml. Paths are relative to the folder of
 * that file: Elasticsearch may read no other.
 */
export function elasticsearchYml({ links }: Plan, host: PlannedHost): string {
  const own = links.filter((link) => link.server === 'elasticsearch');
  const [{ serverCertificate, clientAuth }] = own as [Plan['links'][number]];
  const trusted = AUTHORITY_NAMES.filter((name) => own.some((link) => link.serverTrusts === name));
  const encrypted = host.certificates.some(
    ({ name, passphrase }) => name === serverCertificate && passphrase !== 'none',
  );
  return `${[
    '# This belongs into elasticsearch.yml, in place of its line xpack.security.enabled and of everything it says about',
    `# ${HTTP}: the lines that begin so, and the indented ones below such a line, like keystore.path.`,
    '# The paths begin at its folder, the only one Elasticsearch reads TLS files from.',
    ...yamlLines({
      'xpack.security.enabled': true,
      [`${HTTP}.enabled`]: true,
      [`${HTTP}.certificate`]: relativePath(fileName(serverCertificate)),
      [`${HTTP}.key`]: relativePath(fileName(serverCertificate, 'key')),
    }),
    ...(encrypted
      ? [
          '# The key has a passphrase. In the folder of the bundle, put it into the keystore of this node:',
          `#   ${KEYSTORE_COMMAND}`,
        ]
      : []),
    ...(clientAuth === 'none'
      ? []
      : [
          ...CLIENTS[clientAuth],
          ...yamlLines({
            [`${HTTP}.client_authentication`]: clientAuth,
            [`${HTTP}.certificate_authorities`]: trusted.map((name) => relativePath(fileName(name))),
          }),
        ]),
  ].join('\n')}\n`;
}

const relativePath = (name: string): string => `certs/${name}`;
