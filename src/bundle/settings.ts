import { elasticsearchYml } from '../elastic/elasticsearch.js';
import { curlCommands, fleetApiFiles } from '../elastic/fleet-api.js';
import { fleetUiPage } from '../elastic/fleet-ui.js';
import type { Identifiers } from '../elastic/identifiers.js';
import { kibanaYml } from '../elastic/kibana.js';
import type { HostRole, Plan, PlannedHost } from '../plan/types.js';
import { PRIVATE, PROGRAM, PUBLIC, textFile } from './files.js';
import type { OutputFile } from './types.js';

/** What bundles hold beside the files of their host's links. */
export interface BundleContext {
  readonly identifiers: Identifiers;
  /** Kibana encrypts saved objects with it: at least 32 characters. */
  readonly encryptionKey: string;
  readonly serviceToken?: string;
  readonly enrollmentToken?: string;
}

type Settings = (plan: Plan, host: PlannedHost, context: BundleContext) => readonly OutputFile[];

/** What is set outside of the install command, by role; the agents' part of it is Fleet's, so it comes with Kibana. */
const BY_ROLE: Readonly<Partial<Record<HostRole, Settings>>> = {
  elasticsearch: (plan, host) => [textFile('settings/elasticsearch.yml', PUBLIC, elasticsearchYml(plan, host))],
  kibana: (plan, host, { identifiers, encryptionKey }) => [
    textFile('settings/kibana.yml', PRIVATE, kibanaYml(plan, host, { identifiers, encryptionKey })),
    ...fleetApiFiles(plan).map(({ path, text }) => textFile(path, PUBLIC, text)),
    textFile('settings/fleet-api.sh', PROGRAM, curlCommands(plan)),
    textFile('settings/fleet-ui.md', PUBLIC, fleetUiPage(plan, identifiers)),
  ],
};

/** The files in `settings/` of one host. */
export function settingsFiles(plan: Plan, host: PlannedHost, context: BundleContext): OutputFile[] {
  return [...(BY_ROLE[host.role]?.(plan, host, context) ?? [])];
}

/** The text of one of these files; empty when it is not among them. */
export function textOf(files: readonly OutputFile[], path: string): string {
  return files.find((file) => file.path === path)?.content.toString() ?? '';
}
