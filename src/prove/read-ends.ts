import { agentClients } from './agent-ends.js';
import { type AgentHost, startsFleetServer } from './agent-host.js';
import type { Bundle } from './bundle.js';
import type { ClientEnd, Ends, ServerEnd } from './ends.js';
import { found, type Report } from './findings.js';
import { checkFleetServerFiles, fleetServerClients, fleetServerEnd } from './fleet-server-ends.js';
import { type Installation, readInstallation } from './installation.js';
import { type FleetSettings, readFleetSettings } from './settings.js';
import { elasticsearchEnd, kibanaEnds } from './stack-ends.js';

/** What a bundle turns out to be, judged by what it holds. */
type Role = 'elasticsearch' | 'kibana' | 'elastic-agent';

/**
 * Builds both ends of every link from bundles alone: install commands, settings and the files they name. What cannot be
 * read is reported, and that end left out.
 */
export function readEnds(bundles: readonly Bundle[], report: Report): Ends {
  const servers: ServerEnd[] = [];
  const clients: ClientEnd[] = [];
  const hosts = bundles.flatMap((bundle) => attempt(bundle, report, () => ({ bundle, ...installed(bundle) })));
  const fleet = fleetOf(bundles, report);
  for (const { bundle, installation } of hosts) {
    const files = { bundle, folder: installation.folder };
    attempt(bundle, report, () => {
      const role = roleOf(bundle);
      if (role === 'elasticsearch') servers.push(...present(elasticsearchEnd(files, report)));
      else if (role === 'kibana') clients.push(...kibanaEnds(files, report));
      else {
        const host = { files, installation: withOptions(installation) };
        if (startsFleetServer(host)) {
          servers.push(...present(fleetServerEnd(host, report)));
          clients.push(...fleetServerClients(host, fleet, report));
          checkFleetServerFiles(host, fleet, report);
        } else clients.push(...agentClients(host, fleet, report));
      }
    });
  }
  const installs = hosts.flatMap(({ bundle, installation: { file, printed } }) =>
    printed === undefined ? [] : [{ bundle: bundle.id, file, command: printed }],
  );
  return { servers, clients, installs };
}

const installed = (bundle: Bundle) => ({ installation: readInstallation(bundle) });

function roleOf({ files }: Bundle): Role {
  if (files.has('settings/elasticsearch.yml')) return 'elasticsearch';
  return files.has('settings/kibana.yml') ? 'kibana' : 'elastic-agent';
}

/** The Fleet settings lie in Kibana's bundle. */
function fleetOf(bundles: readonly Bundle[], report: Report): FleetSettings {
  const kibana = bundles.filter((bundle) => roleOf(bundle) === 'kibana');
  const all = kibana.flatMap((bundle) => attempt(bundle, report, () => readFleetSettings(bundle)));
  return {
    outputs: all.flatMap(({ outputs }) => outputs),
    fleetServers: all.flatMap(({ fleetServers }) => fleetServers),
  };
}

function withOptions(installation: Installation): AgentHost['installation'] {
  const { options } = installation;
  if (options === undefined) throw new Error(`${installation.file} has no install command`);
  return { ...installation, options };
}

/** One bundle that cannot be read must not hide what is wrong with the others. */
function attempt<T>(bundle: Bundle, report: Report, read: () => T): T[] {
  try {
    return [read()];
  } catch (error) {
    report(found('bundle-settings-unreadable', bundle.id, (error as Error).message));
    return [];
  }
}

const present = <T>(value: T | undefined): T[] => (value === undefined ? [] : [value]);
