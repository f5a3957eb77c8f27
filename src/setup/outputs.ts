import { BundleHost } from './bundle-host.js';
import type { ClientEnd, Trust } from './ends.js';
import type { Host } from './files.js';
import type { FleetServerHost, FleetSettings, Output } from './fleet.js';
import type { OpenedSetup } from './open-setup.js';
import type { Opener } from './opener.js';
import type { Passphrase, Presented, Reader } from './pairs.js';
import { textOf } from './setup.js';
import { hostOf, hostsOf } from './urls.js';

/** A host of Elastic Agent, opened. */
export interface AgentHost {
  readonly host: Host;
  readonly agent: OpenedSetup;
}

/** What Fleet's settings add to a host: the outputs of its policy, and the files of Fleet Server's own link. */
export async function withFleet({ host, agent }: AgentHost, fleet: FleetSettings): Promise<OpenedSetup> {
  const { setup, clients } = agent;
  if (setup.startsFleetServer) {
    const own = settingsFor(agent, fleet);
    if (host instanceof BundleHost) reportAbsentFiles({ host, agent }, own);
    const later = await laterFiles(agent, own);
    const byPolicy = await withOutputPair({ host, agent }, own, fleet.outputs);
    return { ...agent, clients: [...clients, ...later, ...byPolicy] };
  }
  const told = hostsOf(fleet.fleetServers.flatMap(({ urls }) => urls));
  const outputs: ClientEnd[] = [];
  for (const output of outputsFor({ host, agent }, fleet.outputs)) outputs.push(await openOutput(agent, output));
  const kept = clients.filter(({ assumed }) => !assumed || outputs.length === 0);
  const toFleet = kept.map((client) =>
    client.link === 'agent-to-fleet-server'
      ? { ...client, serverNames: [...new Set([...client.serverNames, ...told])] }
      : client,
  );
  return { ...agent, clients: [...toFleet, ...outputs] };
}

/**
 * A policy has one output, so agents whose files lie elsewhere get another one. Each agent takes those that present what
 * its command presents, else those that name files it has, else whatever is there: then its files are reported as missing.
 */
function outputsFor({ host, agent: { setup } }: AgentHost, outputs: readonly Output[]): Output[] {
  const likeCommand = ({ certificate, key, passphrase }: Output) =>
    certificate === textOf(setup, 'elastic-agent-cert') &&
    key === textOf(setup, 'elastic-agent-cert-key') &&
    passphrase === textOf(setup, 'elastic-agent-cert-key-passphrase');
  const usable = outputs.filter((output) => pathsOf(output).every((path) => host.has(path)));
  const [chosen = []] = [usable.filter(likeCommand), namingMost(usable), outputs.slice(0, 1)].filter(
    (some) => some.length > 0,
  );
  const distinct = new Map(chosen.map((output) => [JSON.stringify({ ...output, file: '' }), output]));
  return [...distinct.values()];
}

/** An output that leaves out the passphrase is for other hosts than those that have one. */
const namingMost = (outputs: readonly Output[]): Output[] => {
  const most = Math.max(...outputs.map((output) => pathsOf(output).length));
  return outputs.filter((output) => pathsOf(output).length === most);
};

const pathsOf = ({ authorities, certificate, key, passphrase }: Output): string[] =>
  [...authorities, certificate, key, passphrase].filter((path) => path !== undefined);

async function openOutput({ id, setup, opened }: OpenedSetup, output: Output): Promise<ClientEnd> {
  const { file, certificate, verificationMode, trustedFingerprint } = output;
  const at = (name: string) => `${file}: ssl.${name}`;
  const presented = await openPaths(opened, output, at, 'elastic-agent');
  const trust = await openList(opened, output.authorities, at('certificate_authorities'), 'elastic-agent');
  return {
    link: 'agent-to-elasticsearch',
    id,
    setup,
    kind: `${setup.form} ${setup.style}`,
    serverNames: hostsOf(output.hosts),
    urlWhere: `${file}: hosts`,
    name: verificationMode === 'certificate' ? 'ignored' : 'compared',
    hasPair: certificate !== undefined || output.key !== undefined,
    pairWhere: at('certificate'),
    ...(verificationMode === 'none' && { unverified: { where: file, value: 'ssl.verification_mode' } }),
    ...(presented && { presented }),
    ...(trust && { trust }),
    ...(trustedFingerprint !== undefined && {
      trustedFingerprint: { where: at('ca_trusted_fingerprint'), value: trustedFingerprint },
    }),
  };
}

/**
 * The link to Elasticsearch once Fleet Server has its policy, where no Fleet Server host says anything about it: the output
 * wins over the flags, so Fleet Server presents the certificate that is meant for agents. Seen with Fleet Server 9.6.0;
 * fleet-server internal/pkg/server/agent.go:459-489. Unknown where the Fleet Server host was not handed over.
 */
async function withOutputPair(
  { host, agent }: AgentHost,
  own: readonly FleetServerHost[],
  outputs: readonly Output[],
): Promise<ClientEnd[]> {
  const first = agent.clients.find(({ link }) => link === 'fleet-server-to-elasticsearch');
  const isKnown = own.length > 0 || host instanceof BundleHost;
  const isSet = own.some(({ elasticsearch: set }) => set.authorities.length > 0 || set.certificate !== undefined);
  if (first === undefined || !isKnown || isSet) return [];
  const later: ClientEnd[] = [];
  for (const output of outputsFor({ host, agent }, outputs)) {
    const { file, certificate, key, authorities } = output;
    if (certificate === undefined || key === undefined) continue;
    const at = (name: string) => `${file}: ssl.${name}`;
    const presented = await openPaths(agent.opened, output, at, 'fleet-server');
    const list = await openList(agent.opened, authorities, at('certificate_authorities'), 'fleet-server');
    const { trust: fromFlags, presented: _, ...same } = first;
    const trust = authorities.length === 0 ? fromFlags : list;
    later.push({
      ...same,
      hasPair: true,
      pairWhere: at('certificate'),
      ...(trust && { trust }),
      ...(presented && { presented }),
    });
  }
  return later;
}

interface Paths {
  readonly certificate?: string;
  readonly key?: string;
  readonly passphrase?: string;
}

async function openPaths(
  opener: Opener,
  { certificate: path, key: keyPath, passphrase: passphrasePath }: Paths,
  at: (name: string) => string,
  program: Reader['program'],
): Promise<Presented | undefined> {
  const open = async (name: string, file: string | undefined, use: 'certificate' | 'key' | 'passphrase') =>
    file === undefined ? undefined : opener.file({ label: at(name), path: file }, use, program);
  const certificate = await open('certificate', path, 'certificate');
  const key = await open('key', keyPath, 'key');
  const file = await open('key_passphrase_path', passphrasePath, 'passphrase');
  const known = opener.pairs.find((pair) => pair.certificate === certificate && pair.key === key);
  if (known && (known.passphrase.kind === 'file' ? known.passphrase.file : undefined) === file) return known.presented;
  const passphrase: Passphrase = file ? { kind: 'file', file } : { kind: 'missing', rule: 'passphrase-missing' };
  const named = { purpose: 'client', passphrase, ...(certificate && { certificate }), ...(key && { key }) } as const;
  return opener.pair(named, program);
}

const openList = (
  opener: Opener,
  paths: readonly string[],
  label: string,
  program: Reader['program'],
): Promise<Trust | undefined> =>
  opener.list(
    label,
    paths.map((path) => ({ label, path })),
    program,
  );

/** Fleet's settings may name files, too: they must be on the Fleet Servers whose URL they are for. */
function reportAbsentFiles({ host, agent }: AgentHost, settings: readonly FleetServerHost[]): void {
  for (const { file, paths } of settings) {
    for (const path of paths.filter((each) => !host.has(each))) {
      agent.opened.remarks.push({
        rule: 'file-not-in-bundle',
        where: `${file}: ${agent.id}`,
        details: { detail: path },
      });
    }
  }
}

function settingsFor({ setup }: OpenedSetup, { fleetServers }: FleetSettings): FleetServerHost[] {
  const own = hostOf(textOf(setup, 'url'));
  return fleetServers.filter(({ urls }) => hostsOf(urls).some((host) => host === own));
}

/**
 * The link to Elasticsearch as Fleet's settings make it after the first start: `es_*` is the one part of them that wins over
 * the flags. None where both name the same files.
 */
async function laterFiles({ setup, opened, clients }: OpenedSetup, settings: readonly FleetServerHost[]) {
  const first = clients.find(({ link }) => link === 'fleet-server-to-elasticsearch');
  const later: ClientEnd[] = [];
  for (const { file, elasticsearch: set } of first ? settings : []) {
    const at = (name: string) => `${file}: ssl.es_${name}`;
    const names = (flag: string, path: string | undefined) => path === undefined || path === textOf(setup, flag);
    const sameList = set.authorities.length === 0 || names('fleet-server-es-ca', set.authorities.join());
    const hasPair = set.certificate !== undefined && set.key !== undefined;
    const samePair =
      !hasPair || (names('fleet-server-es-cert', set.certificate) && names('fleet-server-es-cert-key', set.key));
    if (sameList && samePair) continue;
    const list = await openList(opened, set.authorities, at('certificate_authorities'), 'fleet-server');
    const presented = hasPair && !samePair ? await openPaths(opened, set, at, 'fleet-server') : first!.presented;
    const { trust: _, presented: __, ...same } = first!;
    const trust = set.authorities.length === 0 ? first!.trust : list;
    later.push({
      ...same,
      hasPair: same.hasPair || hasPair,
      ...(trust && { trust }),
      ...(presented && { presented }),
    });
  }
  return later;
}
