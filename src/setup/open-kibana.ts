import type { ClientEnd } from './ends.js';
import { openSettings, type SettingsSource } from './open-settings.js';
import type { Opened } from './opener.js';
import type { Passphrase } from './pairs.js';
import { settingOf, settingsOf } from './settings.js';
import { hostsOf } from './urls.js';

const SSL = 'elasticsearch.ssl';

/** Reads kibana.yml and opens the files of its link to Elasticsearch. */
export async function openKibana(from: SettingsSource): Promise<Opened> {
  const { id, source } = from;
  const { settings, opener } = await openSettings(from, 'bundle-settings-unreadable');
  if (settings === undefined) return { id, opened: opener, servers: [], clients: [] };
  const text = (name: string) => settingOf(settings, `${SSL}.${name}`);
  const at = (name: string) => `${source.name}: ${SSL}.${name}`;
  const open = async (name: 'certificate' | 'key') => {
    const path = text(name);
    return path === undefined ? undefined : opener.file({ label: at(name), path }, name, 'kibana');
  };
  const certificate = await open('certificate');
  const key = await open('key');
  const passphrase: Passphrase = passphraseIn(text('keyPassphrase'));
  const named = { purpose: 'client', passphrase, ...(certificate && { certificate }), ...(key && { key }) } as const;
  const presented = opener.pair(named, 'kibana');
  const paths = settingsOf(settings, `${SSL}.certificateAuthorities`);
  const label = at('certificateAuthorities');
  const trust = await opener.list(
    label,
    paths.map((path) => ({ label, path })),
    'kibana',
  );
  const mode = text('verificationMode') ?? 'full';
  const client: ClientEnd = {
    link: 'kibana-to-elasticsearch',
    id,
    kind: 'kibana.yml',
    serverNames: hostsOf(settingsOf(settings, 'elasticsearch.hosts')),
    urlWhere: `${source.name}: elasticsearch.hosts`,
    name: mode === 'full' ? 'compared' : 'ignored',
    hasPair: text('certificate') !== undefined || text('key') !== undefined,
    pairWhere: at('certificate'),
    ...(mode === 'none' && { unverified: { where: source.name, value: `${SSL}.verificationMode` } }),
    ...(presented && { presented }),
    ...(trust && { trust }),
  };
  return { id, opened: opener, servers: [], clients: [client] };
}

const passphraseIn = (text: string | undefined): Passphrase =>
  text === undefined ? { kind: 'elsewhere' } : { kind: 'text', text };
