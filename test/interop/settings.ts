import { parse } from 'yaml';
import type { LinkId } from '../../src/plan/types.js';
import { textOf } from '../../src/setup/bundle.js';
import { type Output, readFleetSettings, textsOf } from '../../src/setup/fleet.js';
import { flatten, settingOf } from '../../src/setup/settings.js';
import { textOf as flagOf } from '../../src/setup/setup.js';
import { here, type Unpacked } from './unpacked.js';

/** Settings by dotted name. */
const readSettings = (text: string) => new Map(flatten(parse(text) as object, ''));

/** `ssl` settings as Elastic's programs hand them to their TLS library; paths are paths here. */
export interface SslSettings {
  readonly certificate_authorities?: readonly string[];
  readonly certificate?: string;
  readonly key?: string;
  readonly key_passphrase_path?: string;
  readonly client_authentication?: string;
  readonly verification_mode?: string;
  readonly ca_trusted_fingerprint?: string;
  readonly ca_sha256?: readonly string[];
}

/** How a program configures one connection. */
export interface ClientSettings {
  readonly ssl: SslSettings;
  /** False for Fleet Server: its connection to Elasticsearch never learns the name (fleet-server config/output.go:125-131). */
  readonly knowsName: boolean;
}

/** What Elasticsearch's own loader gets. */
export interface ElasticsearchSettings {
  readonly settings: Readonly<Record<string, unknown>>;
  /** Here; relative paths are meant from there. */
  readonly base: string;
  readonly passphraseFile?: string;
}

type Deployed = ReadonlyMap<string, Unpacked>;

/** One row for each link: what its client makes of the flags and settings in its bundle. */
const CLIENTS: Readonly<Record<LinkId, (client: Unpacked, all: Deployed) => ClientSettings>> = {
  'agent-to-fleet-server': (client) => ({
    knowsName: true,
    ssl: { ...agentSsl(client), verification_mode: flag(client, 'insecure') === 'true' ? 'none' : 'full' },
  }),
  // Chain only, whatever the flags say (elastic-agent application/enroll/enroll.go:230-235).
  'own-agent-to-fleet-server': (client) => ({
    knowsName: true,
    ssl: { ...agentSsl(client), verification_mode: 'certificate' },
  }),
  'fleet-server-to-elasticsearch': (client) => ({
    knowsName: false,
    ssl: {
      ...pairOf(client, 'fleet-server-es-cert'),
      ...list('certificate_authorities', paths(client, [flag(client, 'fleet-server-es-ca')])),
      ...text('ca_trusted_fingerprint', flag(client, 'fleet-server-es-ca-trusted-fingerprint')),
      verification_mode: flag(client, 'fleet-server-es-insecure') === 'true' ? 'none' : 'full',
    },
  }),
  'agent-to-elasticsearch': (client, all) => ({ knowsName: true, ssl: outputSsl(client, outputOf(client, all)) }),
  'kibana-to-elasticsearch': (client) => ({ knowsName: true, ssl: kibanaSsl(client) }),
};

export const clientSettings = (link: LinkId, client: string, all: Deployed): ClientSettings =>
  CLIENTS[link](all.get(client)!, all);

/** What a Fleet Server or an Elasticsearch node listens with. */
export function serverSettings(server: Unpacked): SslSettings {
  return isElasticsearch(server) ? elasticsearchSsl(server) : fleetServerSsl(server);
}

export const isElasticsearch = ({ bundle }: Unpacked): boolean => bundle.files.has('settings/elasticsearch.yml');

/** The authorities of the agent's own flag judge the agents (elastic-agent application/enroll/enroll.go:363-382). */
const fleetServerSsl = (server: Unpacked): SslSettings => ({
  ...pairOf(server, 'fleet-server-cert'),
  ...list('certificate_authorities', listed(server, 'certificate-authorities')),
  client_authentication: flag(server, 'fleet-server-client-auth') ?? 'none',
});

const HTTP = 'xpack.security.http.ssl.';

export function elasticsearchSettings(server: Unpacked): ElasticsearchSettings {
  const all = readSettings(textOf(server.bundle, 'settings/elasticsearch.yml') ?? '');
  const absolute = (value: unknown) => (Array.isArray(value) ? value.map(local) : local(value));
  const local = (value: unknown) => (typeof value === 'string' ? here(server, value) : value);
  const settings = Object.fromEntries([...all].map(([name, value]) => [name, absolute(value)]));
  const passphraseFile = 'certs/es-cert-key-passphrase';
  return {
    settings,
    base: server.folder,
    ...(server.bundle.files.has(passphraseFile) && { passphraseFile: `${server.folder}/${passphraseFile}` }),
  };
}

/** The same for a library that does not know Elasticsearch's names. */
function elasticsearchSsl(server: Unpacked): SslSettings {
  const { settings, base, passphraseFile } = elasticsearchSettings(server);
  const at = (path: unknown) => (String(path).startsWith('/') ? String(path) : `${base}/${path}`);
  return {
    certificate: at(settings[`${HTTP}certificate`]),
    key: at(settings[`${HTTP}key`]),
    ...text('key_passphrase_path', passphraseFile),
    ...list('certificate_authorities', textsOf(settings[`${HTTP}certificate_authorities`]).map(at)),
    client_authentication: String(settings[`${HTTP}client_authentication`] ?? 'none'),
  };
}

const agentSsl = (client: Unpacked): SslSettings => ({
  ...pairOf(client, 'elastic-agent-cert'),
  ...list('certificate_authorities', listed(client, 'certificate-authorities')),
  ...list('ca_sha256', (flag(client, 'ca-sha256') ?? '').split(',').filter(Boolean)),
});

/** A policy has one output: the one whose files the agent has, and whose passphrase its command names too. */
function outputOf(client: Unpacked, all: Deployed): Output | undefined {
  const kibana = [...all.values()].filter(({ bundle }) => bundle.files.has('settings/kibana.yml'));
  const outputs = kibana.flatMap(({ bundle }) => readFleetSettings(bundle).outputs);
  const has = (path: string | undefined) => path === undefined || here(client, path) !== path;
  const usable = outputs.filter(({ authorities, certificate }) => [...authorities, certificate].every(has));
  const passphrase = flag(client, 'elastic-agent-cert-key-passphrase');
  return usable.find((output) => output.passphrase === passphrase) ?? usable[0] ?? outputs[0];
}

function outputSsl(client: Unpacked, output: Output | undefined): SslSettings {
  if (output === undefined) return {};
  const at = (path: string | undefined) => (path === undefined ? undefined : here(client, path));
  return {
    ...text('certificate', at(output.certificate)),
    ...text('key', at(output.key)),
    ...text('key_passphrase_path', at(output.passphrase)),
    ...list('certificate_authorities', paths(client, output.authorities)),
    ...text('ca_trusted_fingerprint', output.trustedFingerprint),
    verification_mode: output.verificationMode,
  };
}

function kibanaSsl(client: Unpacked): SslSettings {
  const settings = readSettings(textOf(client.bundle, 'settings/kibana.yml') ?? '');
  const at = (name: string) => {
    const path = settingOf(settings, `elasticsearch.ssl.${name}`);
    return path === undefined ? undefined : here(client, path);
  };
  return {
    ...text('certificate', at('certificate')),
    ...text('key', at('key')),
    ...list(
      'certificate_authorities',
      paths(client, textsOf(settings.get('elasticsearch.ssl.certificateAuthorities'))),
    ),
    verification_mode: settingOf(settings, 'elasticsearch.ssl.verificationMode') ?? 'full',
  };
}

/** Certificate, key and passphrase: three flags of one beginning. */
function pairOf(host: Unpacked, name: string): SslSettings {
  const at = (suffix: string) => {
    const path = flag(host, `${name}${suffix}`);
    return path === undefined ? undefined : here(host, path);
  };
  return {
    ...text('certificate', at('')),
    ...text('key', at('-key')),
    ...text('key_passphrase_path', at('-key-passphrase')),
  };
}

const flag = ({ installation: { setup } }: Unpacked, name: string): string | undefined =>
  setup?.values.get(name)?.flag.kind === 'switch' ? 'true' : setup && flagOf(setup, name);

/** Elastic Agent splits at commas and trims (internal/pkg/cli/flags.go:13). */
const listed = (host: Unpacked, name: string): string[] => paths(host, flag(host, name)?.split(',') ?? []);

const paths = (host: Unpacked, values: readonly (string | undefined)[]): string[] =>
  values.filter((value) => value !== undefined).map((value) => here(host, value.trim()));

const text = <Name extends keyof SslSettings>(name: Name, value: string | undefined): SslSettings =>
  value === undefined ? {} : { [name]: value };

const list = <Name extends keyof SslSettings>(name: Name, values: readonly string[]): SslSettings =>
  values.length === 0 ? {} : { [name]: values };
