import { CLIENT_AUTHS } from '../deployment/types.js';
import { hostsOf } from './agent-host.js';
import { textOf } from './bundle.js';
import type { ClientEnd, ServerEnd } from './ends.js';
import { found, type Report } from './findings.js';
import type { HostFiles } from './host-files.js';
import { openAuthorities, openIdentity } from './identity.js';
import { listOf, readSettings, type Settings, textSetting } from './settings.js';

/** Elasticsearch reads TLS files only inside its configuration folder; relative paths are meant from there. */
const ELASTICSEARCH_BASE = '/etc/elasticsearch';
const HTTP = 'xpack.security.http.ssl';

/** What Elasticsearch listens with, from settings/elasticsearch.yml. */
export function elasticsearchEnd(files: HostFiles, report: Report): ServerEnd | undefined {
  const { bundle } = files;
  const settings = readSettings(textOf(bundle, 'settings/elasticsearch.yml') ?? '');
  const certificate = textSetting(settings, `${HTTP}.certificate`);
  const key = textSetting(settings, `${HTTP}.key`);
  if (certificate === undefined || key === undefined || textSetting(settings, `${HTTP}.enabled`) !== 'true') {
    report(found('server-certificate-missing', `${bundle.id}: settings/elasticsearch.yml`));
    return undefined;
  }
  const based = { ...files, base: ELASTICSEARCH_BASE };
  const shows = openIdentity(based, { certificate, key, ...keystorePassphrase(based, key) }, report);
  if (!shows) return undefined;
  const authorities = listOf(settings.get(`${HTTP}.certificate_authorities`));
  // Without a list, Elasticsearch trusts what follows the certificate in its own file (PemKeyConfig.asTrustConfig).
  const sent = shows.chain.filter(({ ca }) => ca).map((certificate) => ({ name: shows.name, certificate }));
  return {
    role: 'elasticsearch',
    bundle: bundle.id,
    host: bundle.id.replace(/^elasticsearch-/, ''),
    shows,
    trusts: authorities.length > 0 ? openAuthorities(based, authorities, report) : sent,
    clientAuth: CLIENT_AUTHS.find((value) => value === settings.get(`${HTTP}.client_authentication`)) ?? 'none',
  };
}

/** The passphrase goes from the file beside the key into the keystore; no setting names it. */
function keystorePassphrase({ bundle }: HostFiles, key: string): { passphrase?: string } {
  const passphrase = key.replace(/(\.[^./]*)?$/, '-passphrase');
  return bundle.files.has(`certs/${passphrase.split('/').at(-1)}`) ? { passphrase } : {};
}

/** Kibana's link to Elasticsearch, from settings/kibana.yml. */
export function kibanaEnds(files: HostFiles, report: Report): ClientEnd[] {
  const { bundle } = files;
  const settings = readSettings(textOf(bundle, 'settings/kibana.yml') ?? '');
  const ssl = (name: string) => textSetting(settings, `elasticsearch.ssl.${name}`);
  const mode = ssl('verificationMode') ?? 'full';
  if (mode === 'none') report(found('verification-off', `${bundle.id}: settings/kibana.yml`));
  const shows = kibanaIdentity(files, settings, report);
  return [
    {
      link: 'kibana-to-elasticsearch',
      bundle: bundle.id,
      kind: 'kibana.yml',
      dials: hostsOf(listOf(settings.get('elasticsearch.hosts'))),
      name: mode === 'full' ? 'compared' : 'ignored',
      trusts: openAuthorities(files, listOf(settings.get('elasticsearch.ssl.certificateAuthorities')), report),
      ...(shows && { shows }),
    },
  ];
}

function kibanaIdentity(files: HostFiles, settings: Settings, report: Report) {
  const certificate = textSetting(settings, 'elasticsearch.ssl.certificate');
  const key = textSetting(settings, 'elasticsearch.ssl.key');
  return certificate === undefined || key === undefined ? undefined : openIdentity(files, { certificate, key }, report);
}
