import { CLIENT_AUTHS, type ClientAuth } from '../deployment/types.js';
import {
  type AgentHost,
  clientEnd,
  flagAuthorities,
  hostOf,
  hostsOf,
  type NamedPair,
  namedPair,
  openPair,
  pairOf,
} from './agent-host.js';
import type { ClientEnd, ServerEnd } from './ends.js';
import { found, type Report } from './findings.js';
import { hasFile } from './host-files.js';
import { openAuthorities } from './identity.js';
import type { InstallOptions } from './options.js';
import type { FleetServerHost, FleetSettings } from './settings.js';

/** What Fleet Server listens with: the authorities of the agent's own flag judge the agents (application/enroll/enroll.go:375). */
export function fleetServerEnd(host: AgentHost, report: Report): ServerEnd | undefined {
  const { files, installation } = host;
  const { options } = installation;
  if (!options.has('fleet-server-cert')) {
    report(found('server-certificate-missing', `${files.bundle.id}: ${installation.file}`));
    return undefined;
  }
  const shows = pairOf(host, 'fleet-server-cert', report);
  return (
    shows && {
      role: 'fleet-server',
      bundle: files.bundle.id,
      host: hostOf(options.get('url')) ?? files.bundle.id,
      shows,
      trusts: flagAuthorities(host, 'certificate-authorities', report),
      clientAuth: clientAuthOf(options),
    }
  );
}

const clientAuthOf = (options: InstallOptions): ClientAuth =>
  CLIENT_AUTHS.find((value) => value === options.get('fleet-server-client-auth')) ?? 'none';

/** Fleet's settings may name files too: they must be on the Fleet Servers whose URL they are for. */
export function checkFleetServerFiles(host: AgentHost, fleet: FleetSettings, report: Report): void {
  for (const { file, paths } of settingsFor(host, fleet)) {
    for (const path of paths.filter((each) => !hasFile(host.files, each))) {
      report(found('file-not-in-bundle', `${file}: ${host.files.bundle.id}`, path));
    }
  }
}

function settingsFor({ installation }: AgentHost, { fleetServers }: FleetSettings): FleetServerHost[] {
  const own = hostOf(installation.options.get('url'));
  return fleetServers.filter(({ urls }) => hostsOf(urls).some((host) => host === own));
}

/** The two links a Fleet Server host begins: its own agent's, over localhost:8221, and the one to Elasticsearch. */
export function fleetServerClients(host: AgentHost, fleet: FleetSettings, report: Report): ClientEnd[] {
  const { options, file } = host.installation;
  const { id } = host.files.bundle;
  // One path, not a list (application/enroll/enroll.go:299-307).
  const esAuthority = options.get('fleet-server-es-ca');
  if (esAuthority?.includes(',')) report(found('fleet-server-es-ca-list', `${id}: ${file}`));
  for (const flag of ['insecure', 'fleet-server-es-insecure']) {
    if (options.get(flag) === 'true') report(found('verification-off', `${id}: ${file}`, `--${flag}`));
  }
  return [
    // Chain only, whatever the flags say (application/enroll/enroll.go:230-235).
    clientEnd(host, 'own-agent-to-fleet-server', {
      dials: ['localhost'],
      name: 'ignored',
      trusts: flagAuthorities(host, 'certificate-authorities', report),
      shows: pairOf(host, 'elastic-agent-cert', report),
    }),
    ...elasticsearchFiles(host, fleet).map((from) =>
      clientEnd(host, 'fleet-server-to-elasticsearch', {
        dials: hostsOf([options.get('fleet-server-es')]),
        // By reading: its TLS settings carry no server name (fleet-server internal/pkg/config/output.go:125-131).
        name: 'expected',
        trusts: openAuthorities(host.files, from.authorities, report),
        shows: openPair(host, from, report),
      }),
    ),
  ];
}

/**
 * The files for Elasticsearch, as the flags name them for the first start, and as Fleet's settings do from then on: `es_*`
 * is the one part of them that wins over the flags. Once where both name the same.
 */
function elasticsearchFiles(
  host: AgentHost,
  fleet: FleetSettings,
): (NamedPair & { readonly authorities: readonly string[] })[] {
  const { options } = host.installation;
  const authority = options.get('fleet-server-es-ca');
  const flags = { authorities: authority === undefined ? [] : [authority], ...namedPair(host, 'fleet-server-es-cert') };
  const later = settingsFor(host, fleet).map(({ elasticsearch: set }) => ({
    ...flags,
    ...(set.authorities.length > 0 && { authorities: set.authorities }),
    ...(set.certificate !== undefined && set.key !== undefined && { certificate: set.certificate, key: set.key }),
  }));
  return [...new Map([flags, ...later].map((files) => [JSON.stringify(files), files])).values()];
}
