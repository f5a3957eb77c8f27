import { KEYSTORE_COMMAND } from '../elastic/elasticsearch.js';
import type { HostRole, PlannedHost } from '../plan/types.js';
import { cleanUp, type Steps } from './step-parts.js';

export const forElasticsearch: Steps = (input) => [
  { text: 'Copy the files into the configuration folder of Elasticsearch:', language: 'sh', code: 'sudo ./install.sh' },
  ...(hasPassphrase(input.host)
    ? [{ text: "Put the key's passphrase into the keystore:", language: 'sh', code: KEYSTORE_COMMAND } as const]
    : []),
  {
    text: 'In `/etc/elasticsearch/elasticsearch.yml`, remove the line `xpack.security.enabled` and everything about `xpack.security.http.ssl`: the lines that begin so, and the indented lines below such a line (Elasticsearch writes `enabled` and `keystore.path` there at its first start). Leave `xpack.security.transport.ssl` as it is. Then add these settings at the end:',
    language: 'yaml',
    code: input.settings.trimEnd(),
  },
  {
    text: 'Restart this node, and wait until it is back before the next one:',
    language: 'sh',
    code: 'sudo systemctl restart elasticsearch',
  },
  cleanUp(input.host),
];

export const forKibana: Steps = (input) => [
  { text: 'Copy the files into the configuration folder of Kibana:', language: 'sh', code: 'sudo ./install.sh' },
  {
    text: 'Put the lines of `settings/kibana.yml` into `/etc/kibana/kibana.yml`, in place of those that are there under the same names. Keep an `xpack.encryptedSavedObjects.encryptionKey` that is there already: what it encrypted is lost without it. Where Fleet is in use already, leave the `xpack.fleet` lines out, and after the restart make the same settings with `settings/fleet-api.sh` or by hand with `settings/fleet-ui.md`.',
  },
  { text: 'Restart Kibana:', language: 'sh', code: 'sudo systemctl restart kibana' },
  cleanUp(input.host),
];

/** What install.sh leaves to the operator: it never edits the settings of a program that runs. */
export function leftToDo(host: PlannedHost): readonly string[] {
  return LEFT_TO_DO[host.role]?.(host) ?? [];
}

const LEFT_TO_DO: Readonly<Partial<Record<HostRole, (host: PlannedHost) => readonly string[]>>> = {
  elasticsearch: (host) => [
    ...(hasPassphrase(host) ? [`  ${KEYSTORE_COMMAND}`] : []),
    '  merge settings/elasticsearch.yml into /etc/elasticsearch/elasticsearch.yml',
    '  restart Elasticsearch',
  ],
  kibana: () => ['  merge settings/kibana.yml into /etc/kibana/kibana.yml', '  restart Kibana'],
};

function hasPassphrase(host: PlannedHost): boolean {
  return host.certificates.some(({ passphrase }) => passphrase !== 'none');
}
