import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { CLIENT_AUTHS } from '../deployment/types.js';
import type { ServerEnd, Trust } from './ends.js';
import { type HostFile, HostFiles } from './host-files.js';
import { judgeAuthorities, judgeChain } from './judging/certificates.js';
import { type FileUse, judgeFile, PEM_TYPES, type Reader } from './judging/files.js';
import type { Passphrase } from './judging/open-key.js';
import { openPair } from './judging/pairs.js';
import { HTTP, judgeSettings } from './judging/settings.js';
import { readSettings, settingOf, settingsOf } from './reading/settings.js';
import { finding } from './rules/index.js';
import type { CheckOptions, Finding, NamedText } from './types.js';

/** Where packages and the container image keep Elasticsearch's configuration. */
const CONFIG_FOLDERS = ['/etc/elasticsearch', '/usr/share/elasticsearch/config'];

const READER: Reader = {
  program: 'elasticsearch',
  unprivileged: false,
  hasModes: process.platform !== 'win32',
  hasOwners: false,
};

/** Reads elasticsearch.yml, opens the files that its HTTP port is to use, and judges all of it. */
export async function openElasticsearch(
  source: NamedText,
  options: CheckOptions,
): Promise<{ server?: ServerEnd; findings: Finding[] }> {
  const { settings, findings } = await readSettings(source);
  if (findings.length > 0) return { findings };
  findings.push(...judgeSettings(source.name, settings));
  const files = new SettingFiles(source.name, options, findings);
  const text = (name: string) => settingOf(settings, `${HTTP}.${name}`);

  const certificate = await files.open('certificate', text('certificate'), 'certificate');
  const key = await files.open('key', text('key'), 'key');
  const { shown, findings: found } = openPair(
    { certificate, key, passphrase: passphraseIn(text('key_passphrase')) },
    READER,
    options.fips,
  );
  findings.push(...found, ...(shown ? judgeChain(shown, 'server', options) : []));

  const listed: Trust['files'][number][] = [];
  for (const path of settingsOf(settings, `${HTTP}.certificate_authorities`)) {
    const named = await files.open('certificate_authorities', path, 'authorities');
    const anchors = named?.material?.certificates ?? [];
    if (named) findings.push(...judgeAuthorities(named.where, anchors, options));
    if (named && anchors.length > 0) listed.push({ where: named.where, anchors });
  }
  // Without a list, Elasticsearch trusts what follows the certificate in its own file (PemKeyConfig.asTrustConfig).
  const anchors =
    listed.length > 0 ? listed.flatMap((file) => file.anchors) : (shown?.chain ?? []).filter(({ ca }) => ca);
  const server: ServerEnd = {
    kind: 'elasticsearch',
    source: source.name,
    clientAuth: CLIENT_AUTHS.find((one) => one === text('client_authentication')?.toLowerCase()) ?? 'none',
    ...(shown && { shown }),
    ...(anchors.length > 0 && {
      trust: { where: `${source.name}: ${HTTP}.certificate_authorities`, anchors, files: listed },
    }),
  };
  return { server, findings };
}

/** In the file, or in the keystore, where nobody can look. */
const passphraseIn = (text: string | undefined): Passphrase =>
  text === undefined ? { kind: 'elsewhere' } : { kind: 'text', text };

/** Files that settings name: relative to the folder of elasticsearch.yml, or to the configuration folder below the root. */
class SettingFiles {
  private readonly name: string;
  private readonly options: CheckOptions;
  private readonly findings: Finding[];
  private readonly host: HostFiles;
  private readonly here = new HostFiles('posix', undefined);

  constructor(name: string, options: CheckOptions, findings: Finding[]) {
    this.name = name;
    this.options = options;
    this.findings = findings;
    this.host = new HostFiles('posix', options.root);
  }

  async open(setting: string, path: string | undefined, use: FileUse): Promise<HostFile | undefined> {
    if (path === undefined) return undefined;
    const label = `${this.name}: ${HTTP}.${setting}`;
    if (!isInside(path, dirname(this.name))) {
      const values = { path, type: PEM_TYPES[use], folder: CONFIG_FOLDERS[0]! };
      this.findings.push(finding('es-path-outside-config', label, { values, detail: path }));
    }
    const named = { ...(await this.at(label, path)), where: `${label} ${path}` };
    this.findings.push(...judgeFile(named, use, READER));
    return named;
  }

  private at(label: string, path: string): Promise<HostFile> {
    if (isAbsolute(path)) return this.host.open(label, path);
    // Beside the file, or where bundles of this program keep certs/.
    const beside = [dirname(this.name), join(dirname(this.name), '..')].map((folder) => join(folder, path));
    const here = beside.find((each) => existsSync(each));
    if (here !== undefined) return this.here.open(label, here);
    const below = CONFIG_FOLDERS.map((folder) => join(folder, path));
    const found = below.find((each) => existsSync(join(this.options.root ?? '/', each)));
    return this.host.open(label, found ?? below[0]!);
  }
}

/** Whether a path is in a configuration folder; what is relative begins there. */
function isInside(path: string, folderOfFile: string): boolean {
  const absolute = isAbsolute(path) ? join(path) : join('/config', path);
  return [...CONFIG_FOLDERS, '/config', folderOfFile].some((folder) => absolute.startsWith(`${folder}/`));
}
