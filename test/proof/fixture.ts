import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OutputFile } from '../../src/bundle/types.js';
import { packZip } from '../../src/bundle/zip.js';
import type { Deployment, Secrets } from '../../src/deployment/types.js';
import { issueAuthorities, issueHosts } from '../../src/issue/issue.js';
import type { IssuedHost } from '../../src/issue/types.js';
import { planDeployment } from '../../src/plan/plan.js';
import { deployment } from '../helpers/deployment.js';
import { temporaryFolder } from '../helpers/temporary.js';

/** The files of a bundle by path; a mutation changes them before they are packed, the manifest being made afterwards. */
export type Files = Map<string, { content: string; mode: number }>;
export type Mutation = (files: Files, host: IssuedHost['host'], all: ReadonlyMap<string, Files>) => void;

export interface FixtureOptions {
  readonly overrides?: Partial<Deployment>;
  readonly secrets?: Secrets;
  readonly mutate?: Mutation;
  /** Issued at this moment instead of now. */
  readonly now?: Date;
  /** Whether the manifest is made before the mutation, as if somebody edited the bundle afterwards. */
  readonly manifestFirst?: boolean;
}

/** Writes a deployment's bundles the plainest way that the proof understands, without this program's templates. */
export async function writeBundles(options: FixtureOptions = {}): Promise<string> {
  const plan = planDeployment(deployment(options.overrides), options.now ?? new Date());
  const authorities = await issueAuthorities(plan, options.secrets ?? {});
  const all = new Map<string, Files>();
  const hosts = new Map<string, IssuedHost['host']>();
  for await (const issued of issueHosts(plan, authorities, options.secrets ?? {}, async (host) => host)) {
    all.set(issued.host.id, filesOf(issued, plan.deployment));
    hosts.set(issued.host.id, issued.host);
  }
  const folder = temporaryFolder('prove');
  await mkdir(join(folder, 'bundles'));
  for (const [id, files] of all) {
    const before = manifestOf(files);
    options.mutate?.(files, hosts.get(id)!, all);
    files.set('manifest.json', options.manifestFirst ? before : manifestOf(files));
    await zip(join(folder, 'bundles', `${id}.zip`), `fleet-${id}`, files);
  }
  return folder;
}

export async function zip(path: string, folder: string, files: Files): Promise<void> {
  const list: OutputFile[] = [...files].map(([name, { content, mode }]) => ({
    path: name,
    mode,
    content: Buffer.from(content),
  }));
  await writeFile(path, await packZip(folder, list));
}

function manifestOf(files: Files) {
  const list = [...files]
    .filter(([path]) => path !== 'manifest.json')
    .map(([path, { content, mode }]) => ({
      path,
      sha256: createHash('sha256').update(content).digest('hex'),
      mode: mode.toString(8).padStart(4, '0'),
    }));
  return { content: JSON.stringify({ files: list }), mode: 0o644 };
}

function filesOf({ host, authorities, certificates }: IssuedHost, made: Deployment): Files {
  const files: Files = new Map();
  for (const authority of Object.values(authorities)) {
    files.set(`certs/${authority.name}.pem`, { content: authority.certificate, mode: 0o644 });
  }
  for (const { name, certificate, key, passphrase } of certificates) {
    files.set(`certs/${name}.pem`, { content: certificate, mode: 0o644 });
    files.set(`certs/${name}-key.pem`, { content: key, mode: 0o600 });
    if (passphrase !== undefined) files.set(`certs/${name}-key-passphrase`, { content: passphrase, mode: 0o600 });
  }
  const installFile =
    host.platform === 'windows' ? 'install.ps1' : host.platform === 'container' ? 'agent.env' : 'install.sh';
  for (const [name, content] of Object.entries(INSTALL[installFile](host, made, files))) {
    files.set(name, { content, mode: 0o644 });
  }
  for (const [name, content] of Object.entries(settingsOf(host, made))) files.set(name, { content, mode: 0o644 });
  return files;
}

type Host = IssuedHost['host'];
type Render = (host: Host, made: Deployment, files: Files) => Record<string, string>;

const INSTALL: Record<'install.sh' | 'install.ps1' | 'agent.env', Render> = {
  'install.sh': (host, made, files) => ({
    'install.sh': [
      `folder='${host.targetDir}'`,
      ...(host.role === 'agent' || host.role === 'fleet-server'
        ? [
            '# fleet-certlab: command begin',
            `set -- \\\n  ${wordsOf(host, made, files).join(' \\\n  ')} \\\n  "$@"`,
            '# fleet-certlab: command end',
          ]
        : []),
      '',
    ].join('\n'),
  }),
  'install.ps1': (host, made, files) => ({
    'install.ps1': [
      `$folder = '${host.targetDir}'`,
      '# fleet-certlab: command begin',
      `$command = @(\n${wordsOf(host, made, files)
        .map((word) => `  '${word}'`)
        .join(',\n')}\n)`,
      '# fleet-certlab: command end',
      '',
    ].join('\r\n'),
  }),
  'agent.env': (host, made) => ({
    'agent.env': [
      'FLEET_ENROLL=1',
      `FLEET_URL=${made.fleetServers[0]!.url}`,
      `FLEET_CA=${host.targetDir}/fleet-ca.pem`,
      ...(made.clientAuth === 'none'
        ? []
        : [
            `ELASTIC_AGENT_CERT=${host.targetDir}/agent-cert.pem`,
            `ELASTIC_AGENT_CERT_KEY=${host.targetDir}/agent-cert-key.pem`,
          ]),
    ].join('\n'),
    'compose.yml': JSON.stringify({
      services: { agent: { volumes: [{ source: './certs', target: host.targetDir }] } },
    }),
  }),
};

function wordsOf(host: Host, made: Deployment, files: Files): string[] {
  const at = (name: string) => `${host.targetDir}${host.platform === 'windows' ? '\\' : '/'}${name}`;
  const pair = (flag: string, name: string) =>
    files.has(`certs/${name}.pem`)
      ? [
          `--${flag}=${at(`${name}.pem`)}`,
          `--${flag}-key=${at(`${name}-key.pem`)}`,
          ...(files.has(`certs/${name}-key-passphrase`)
            ? [`--${flag}-key-passphrase=${at(`${name}-key-passphrase`)}`]
            : []),
        ]
      : [];
  const isServer = host.role === 'fleet-server';
  const trusts = ['fleet-ca', ...(isServer && files.has('certs/agent-ca.pem') ? ['agent-ca'] : [])];
  return [
    'elastic-agent',
    'install',
    `--url=${host.endpoint?.url ?? made.fleetServers[0]!.url}`,
    `--certificate-authorities=${trusts.map((name) => at(`${name}.pem`)).join(',')}`,
    ...pair('elastic-agent-cert', 'agent-cert'),
    ...(isServer
      ? [
          `--fleet-server-es=${made.elasticsearch[0]!.url}`,
          '--fleet-server-service-token=TOKEN',
          `--fleet-server-es-ca=${at('es-ca.pem')}`,
          ...pair('fleet-server-es-cert', 'fleet-es-cert'),
          ...pair('fleet-server-cert', 'fleet-cert'),
          ...(made.clientAuth === 'none' ? [] : [`--fleet-server-client-auth=${made.clientAuth}`]),
        ]
      : ['--enrollment-token=TOKEN']),
  ];
}

function settingsOf(host: Host, made: Deployment): Record<string, string> {
  const mutual = made.esClientAuth !== 'none';
  if (host.role === 'elasticsearch') {
    const ssl = 'xpack.security.http.ssl';
    return {
      'settings/elasticsearch.yml': JSON.stringify({
        [`${ssl}.enabled`]: true,
        [`${ssl}.certificate`]: 'certs/es-cert.pem',
        [`${ssl}.key`]: 'certs/es-cert-key.pem',
        ...(mutual && {
          [`${ssl}.client_authentication`]: made.esClientAuth,
          [`${ssl}.certificate_authorities`]: ['certs/es-ca.pem', 'certs/agent-ca.pem'],
        }),
      }),
    };
  }
  if (host.role !== 'kibana') return {};
  return {
    'settings/kibana.yml': JSON.stringify({
      'elasticsearch.hosts': made.elasticsearch.map(({ url }) => url),
      'elasticsearch.ssl.certificateAuthorities': ['/etc/kibana/certs/es-ca.pem'],
      ...(mutual && {
        'elasticsearch.ssl.certificate': '/etc/kibana/certs/kibana-es-cert.pem',
        'elasticsearch.ssl.key': '/etc/kibana/certs/kibana-es-cert-key.pem',
      }),
    }),
    ...outputs(made, mutual),
  };
}

function outputs(made: Deployment, mutual: boolean): Record<string, string> {
  const encrypted = made.agentKeyPassphrase !== 'none';
  const body = (directory: string, passphrase: boolean) =>
    JSON.stringify({
      type: 'elasticsearch',
      hosts: made.elasticsearch.map(({ url }) => url),
      ssl: {
        certificate_authorities: [`${directory}es-ca.pem`],
        ...(mutual && { certificate: `${directory}agent-cert.pem`, key: `${directory}agent-cert-key.pem` }),
      },
      ...(mutual && passphrase && { config_yaml: `ssl.key_passphrase_path: ${directory}agent-cert-key-passphrase` }),
    });
  return {
    'settings/output.json': body(`${made.targetDir.posix}/`, encrypted),
    'settings/output-windows.json': body(`${made.targetDir.windows}\\`, encrypted),
    'settings/output-container.json': body(`${made.targetDir.posix}/`, false),
    'settings/fleet-server-host.json': JSON.stringify({ host_urls: made.fleetServers.map(({ url }) => url) }),
  };
}
