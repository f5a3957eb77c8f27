import { basename } from 'node:path';
import { nearestKnownVersion } from '../../deployment/versions.js';
import type { ServerRole } from '../../plan/types.js';
import { type ProvenServer, serverSide } from '../../proof/ends.js';
import { findingOf } from '../../rules/index.js';
import { judgeSources } from '../../rules/judge.js';
import type { Finding } from '../../rules/types.js';
import { readZip } from '../../setup/archive.js';
import { type Bundle, findBundles, readBundle } from '../../setup/bundle.js';
import { readInstallation } from '../../setup/installation.js';
import { readBundles } from '../../setup/read-bundles.js';
import type { RandomBytes } from '../../x509/write/types.js';
import { readInventory } from '../deployment.js';
import { type ClientBundle, clientCommands } from './client-commands.js';
import { elasticsearchAnswers } from './elasticsearch.js';
import { fleetServerAnswers } from './fleet-server.js';
import { HANDSHAKE_LOG } from './handshake-log.js';
import { type StandIn, startStandIn } from './stand-in.js';

export interface ServeOptions {
  readonly ports: Readonly<Record<ServerRole, number>>;
  readonly randomBytes: RandomBytes;
  readonly now: () => Date;
  /** Milliseconds, see FleetServerOptions. */
  readonly holdCheckins: number;
  /** One line of a server's log. */
  readonly log: (role: ServerRole, line: string) => void;
}

/** The stand-ins while they listen. */
export interface Served {
  readonly servers: readonly { readonly role: ServerRole; readonly name: string; readonly port: number }[];
  /** Why a server of the deployment could not start. */
  readonly findings: readonly Finding[];
  /** What to type to meet them as a host would. */
  readonly commands: readonly string[];
  close(): Promise<void>;
}

/**
 * Starts a stand-in for the first Fleet Server and the first Elasticsearch of a deployment, each with the certificate, key,
 * authorities and client authentication of its bundle. They listen on 127.0.0.1 alone.
 *
 * @param folder a deployment's folder
 * @throws CertlabError ERR_READ when it is none, ERR_CONNECT when a port cannot be listened on
 */
export async function serveDeployment(folder: string, options: ServeOptions): Promise<Served> {
  const { name, stackVersion } = await readInventory(folder);
  const paths = await findBundles([folder]);
  const bundles = await Promise.all(paths.map(readBundle));
  const { version: judgedAs } = nearestKnownVersion(stackVersion);
  const read = await readBundles(bundles, judgedAs);
  const sources = read.bundles.map(({ source }) => source);
  const servers = sources.flatMap((source) => source.servers.flatMap((server) => serverSide(server) ?? []));
  const version = /^\d+\.\d+$/.test(stackVersion) ? `${stackVersion}.0` : stackVersion;
  const started: { role: ServerRole; name: string; standIn: StandIn }[] = [];
  const close = async () => void (await Promise.all(started.map(({ standIn }) => standIn.close())));
  try {
    for (const end of firstOfEach(servers)) {
      const log = (line: string) => options.log(end.role, line);
      const answer =
        end.role === 'fleet-server'
          ? fleetServerAnswers({ ...options, log })
          : elasticsearchAnswers({ nodeName: end.host, clusterName: name, version, log });
      const standIn = await startStandIn({
        end,
        port: options.ports[end.role],
        answer,
        now: options.now,
        onHandshake: (handshake) => log(HANDSHAKE_LOG[end.role](handshake, options.now())),
      });
      started.push({ role: end.role, name: end.host, standIn });
    }
  } catch (error) {
    await close();
    throw error;
  }
  const listening = started.map(({ role, name, standIn }) => ({ role, name, port: standIn.port }));
  const [fleetServer, elasticsearch] = (['fleet-server', 'elasticsearch'] as const).map((role) =>
    listening.find((one) => one.role === role),
  );
  const client = await firstClient(paths, bundles);
  return {
    servers: listening,
    findings: [
      ...read.remarks.map(findingOf),
      ...judgeSources(sources, { now: options.now(), fips: false, stackVersion: judgedAs }).findings,
    ].filter(({ severity }) => severity === 'error'),
    commands: client
      ? clientCommands(client, {
          ...(fleetServer && { fleetServer: fleetServer.port }),
          ...(elasticsearch && { elasticsearch }),
        })
      : [],
    close,
  };
}

const firstOfEach = (servers: readonly ProvenServer[]): ProvenServer[] =>
  servers.filter((end, index) => servers.findIndex(({ role }) => role === end.role) === index);

/** The first agent that a shell can play; without agents, Fleet Server's own. */
async function firstClient(paths: readonly string[], bundles: readonly Bundle[]): Promise<ClientBundle | undefined> {
  const playable = bundles.flatMap((bundle, index): { bundle: Bundle; path: string }[] =>
    bundle.files.has('install.sh') && bundle.files.has('certs/fleet-ca.pem') ? [{ bundle, path: paths[index]! }] : [],
  );
  const chosen = playable.find(({ path }) => basename(path).startsWith('agent-')) ?? playable[0];
  if (!chosen) return undefined;
  const { setup } = readInstallation(chosen.bundle);
  const folder = [...(await readZip(chosen.path)).keys()][0]?.split('/')[0] ?? '';
  return setup && { ...chosen, folder, setup };
}
