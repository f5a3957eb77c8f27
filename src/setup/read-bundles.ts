import type { StackVersion } from '../deployment/types.js';
import { NEWEST_VERSION } from '../deployment/versions.js';
import { type Bundle, textOf } from './bundle.js';
import { BundleHost } from './bundle-host.js';
import { type FleetSettings, readFleetSettings } from './fleet.js';
import { type Installation, readInstallation } from './installation.js';
import { openElasticsearch } from './open-elasticsearch.js';
import { openKibana } from './open-kibana.js';
import { openSetup } from './open-setup.js';
import type { Opened } from './opener.js';
import { withFleet } from './outputs.js';
import type { Remark } from './remark.js';

/** A bundle, how it is installed, and everything it names. */
export interface OpenedBundle {
  readonly bundle: Bundle;
  readonly installation: Installation;
  readonly source: Opened;
}

/** Bundles as far as they can be read. */
export interface ReadBundles {
  readonly bundles: readonly OpenedBundle[];
  /** What cannot be read: that endpoint is left out. */
  readonly remarks: readonly Remark[];
}

const ELASTICSEARCH = 'settings/elasticsearch.yml';
const KIBANA = 'settings/kibana.yml';

/**
 * Reads both endpoints of every link from bundles alone: install commands, settings and the files they name.
 *
 * @param stackVersion the version of the programs on the hosts
 */
export async function readBundles(
  bundles: readonly Bundle[],
  stackVersion: StackVersion = NEWEST_VERSION,
): Promise<ReadBundles> {
  const remarks: Remark[] = [];
  /** One bundle that cannot be read must not hide what is wrong with the others. */
  const attempt = async <T>(bundle: Bundle, read: () => T | Promise<T>): Promise<T[]> => {
    try {
      return [await read()];
    } catch (error) {
      const details = { detail: (error as Error).message };
      remarks.push({ rule: 'bundle-settings-unreadable', where: bundle.id, details });
      return [];
    }
  };
  const all: FleetSettings[] = [];
  for (const bundle of bundles.filter(({ files }) => files.has(KIBANA))) {
    all.push(...(await attempt(bundle, () => readFleetSettings(bundle))));
  }
  const fleet = {
    outputs: all.flatMap(({ outputs }) => outputs),
    fleetServers: all.flatMap(({ fleetServers }) => fleetServers),
  };
  const opened: OpenedBundle[] = [];
  for (const bundle of bundles) {
    opened.push(
      ...(await attempt(bundle, async () => {
        const installation = readInstallation(bundle);
        return { bundle, installation, source: await openBundle(bundle, installation, fleet, stackVersion) };
      })),
    );
  }
  return { bundles: opened, remarks };
}

/** Judges by what it holds what a bundle is for. */
async function openBundle(
  bundle: Bundle,
  { file, folder, setup }: Installation,
  fleet: FleetSettings,
  stackVersion: StackVersion,
): Promise<Opened> {
  const host = new BundleHost(bundle, folder);
  const { id } = bundle;
  const settings = (path: string, text: string) => ({
    id,
    source: { name: `${id}: ${path}`, text },
    host,
    hasModes: false,
    hostName: id.replace(/^elasticsearch-/, ''),
  });
  const elasticsearch = textOf(bundle, ELASTICSEARCH);
  if (elasticsearch !== undefined) return openElasticsearch(settings(ELASTICSEARCH, elasticsearch));
  const kibana = textOf(bundle, KIBANA);
  if (kibana !== undefined) return openKibana(settings(KIBANA, kibana));
  if (setup === undefined) throw new Error(`${file} has no install command`);
  const agent = await openSetup(setup, { id, host, isItself: false, hasModes: false, stackVersion });
  return withFleet({ host, agent }, fleet);
}
