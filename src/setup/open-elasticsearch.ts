import { dirname, isAbsolute, join } from 'node:path';
import { CLIENT_AUTHS } from '../deployment/types.js';
import type { ServerEnd, Trust } from './ends.js';
import { CONFIG_FOLDERS } from './files.js';
import { openKeystore } from './open-keystore.js';
import { openSettings, type SettingsSource } from './open-settings.js';
import type { Opened, Opener } from './opener.js';
import type { FileUse, NamedFile, Passphrase } from './pairs.js';
import { HTTP, type Settings, settingOf, settingsOf } from './settings.js';

/** What Elasticsearch calls a file in its messages (ssl-config's PemUtils). */
export const PEM_TYPES: Readonly<Record<FileUse, string>> = {
  authorities: 'PEM certificate_authorities',
  certificate: 'PEM certificate',
  key: 'PEM private key',
  passphrase: 'passphrase',
  token: 'token',
  keystore: 'keystore',
};

/** Reads elasticsearch.yml and opens the files that its HTTP port is to use. */
export async function openElasticsearch(from: SettingsSource): Promise<Opened> {
  const { id, source, hostName } = from;
  const { settings, opener } = await openSettings(from);
  if (settings === undefined) return { id, opened: opener, servers: [], clients: [] };
  const files = new SettingFiles(source.name, settings, opener);
  const certificate = await files.open('certificate', 'certificate');
  const key = await files.open('key', 'key');
  const passphrase = await passphraseOf(from, settings, opener);
  const named = { purpose: 'server', passphrase, ...(certificate && { certificate }), ...(key && { key }) } as const;
  const presented = opener.pair(named, 'elasticsearch') ?? (await openKeystore(from, settings, opener));
  const listed = await files.list();
  // Without a list, Elasticsearch trusts what follows the certificate in its own file (PemKeyConfig.asTrustConfig).
  const sent = (presented?.chain ?? []).filter(({ ca }) => ca);
  const own: Trust | undefined =
    presented && sent.length > 0
      ? {
          where: presented.where,
          anchors: sent,
          files: [{ where: presented.where, name: presented.name, anchors: sent }],
        }
      : undefined;
  const trust = listed ?? own;
  const text = (name: string) => settingOf(settings, `${HTTP}.${name}`);
  const isOn = text('enabled') === 'true';
  const server: ServerEnd = {
    role: 'elasticsearch',
    id,
    clientAuth: CLIENT_AUTHS.find((one) => one === text('client_authentication')?.toLowerCase()) ?? 'none',
    ...(presented && isOn && { presented }),
    ...(trust && { trust }),
    ...(hostName !== undefined && { host: hostName }),
  };
  return { id, settings: { name: source.name, settings }, opened: opener, servers: [server], clients: [] };
}

/** In the file, or in the keystore, where nobody can look unless a bundle brings it along. */
async function passphraseOf({ source, host }: SettingsSource, settings: Settings, opener: Opener): Promise<Passphrase> {
  const text = settingOf(settings, `${HTTP}.key_passphrase`);
  if (text !== undefined) return { kind: 'text', text };
  const key = settingOf(settings, `${HTTP}.key`);
  const kept = key && (await host.keystorePassphrase(`${source.name}: ${HTTP}.secure_key_passphrase`, key));
  if (!kept) return { kind: 'elsewhere' };
  const label = kept.where.slice(0, -kept.path.length - 1);
  return { kind: 'file', file: await opener.file({ label, path: kept.path }, 'passphrase', 'elasticsearch') };
}

/** Files that settings name, each judged by whether Elasticsearch may read it where it is. */
class SettingFiles {
  private readonly name: string;
  private readonly settings: Settings;
  private readonly opener: Opener;

  constructor(name: string, settings: Settings, opener: Opener) {
    this.name = name;
    this.settings = settings;
    this.opener = opener;
  }

  async open(setting: string, use: FileUse): Promise<NamedFile | undefined> {
    const path = settingOf(this.settings, `${HTTP}.${setting}`);
    if (path === undefined) return undefined;
    return this.opener.file(this.named(setting, path, use), use, 'elasticsearch');
  }

  list(): Promise<Trust | undefined> {
    const setting = 'certificate_authorities';
    const paths = settingsOf(this.settings, `${HTTP}.${setting}`);
    const named = paths.map((path) => this.named(setting, path, 'authorities'));
    return this.opener.list(`${this.name}: ${HTTP}.${setting}`, named, 'elasticsearch');
  }

  private named(setting: string, path: string, use: FileUse) {
    const label = `${this.name}: ${HTTP}.${setting}`;
    if (!isInside(path, dirname(this.name))) {
      const values = { path, type: PEM_TYPES[use], folder: CONFIG_FOLDERS[0]! };
      this.opener.remarks.push({ rule: 'es-path-outside-config', where: label, details: { values, detail: path } });
    }
    return { label, path };
  }
}

/** Whether a path is in a configuration folder; what is relative begins there. */
function isInside(path: string, folderOfFile: string): boolean {
  const absolute = isAbsolute(path) ? join(path) : join('/config', path);
  return [...CONFIG_FOLDERS, '/config', folderOfFile].some((folder) => absolute.startsWith(`${folder}/`));
}
