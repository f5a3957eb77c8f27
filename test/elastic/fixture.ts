import { parse } from 'yaml';
import type { Agent, Deployment, Mode, Platform } from '../../src/deployment/types.js';
import { parseStackVersion } from '../../src/deployment/versions.js';
import { printedCommand, renderContainerEnv } from '../../src/elastic/command.js';
import { elasticsearchYml } from '../../src/elastic/elasticsearch.js';
import { curlCommands, fleetApiFiles } from '../../src/elastic/fleet-api.js';
import { fleetUiPage } from '../../src/elastic/fleet-ui.js';
import type { Identifiers } from '../../src/elastic/identifiers.js';
import { kibanaYml } from '../../src/elastic/kibana.js';
import { planDeployment } from '../../src/plan/plan.js';
import type { HostRole, Plan, PlannedHost } from '../../src/plan/types.js';
import { deployment } from '../helpers/deployment.js';

export const IDENTIFIERS: Identifiers = {
  'es-ca': {
    caTrustedFingerprint: '61be55a8e2f6b4e172338bddf184d6dbee29c98853e0a0485ecee7f27b9af0b4',
    caSha256: 'ezwZJCHhJbBh0VGNpPvpVrrLkcSq0VCyRf7Mfm5FrWg=',
  },
  'fleet-ca': {
    caTrustedFingerprint: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    caSha256: 'n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=',
  },
};

export const ENCRYPTION_KEY = '0123456789abcdef0123456789abcdef';

const KIBANA = { url: 'https://kibana.example.com:5601', host: 'kibana.example.com', port: 5601 };

/** A deployment with one host of each role and agents on three platforms. */
export function planFor(mode: Mode, version: string, changes: Partial<Deployment> = {}): Plan {
  const stackVersion = parseStackVersion(version);
  return planDeployment(
    deployment({ mode, stackVersion, kibana: KIBANA, ...changes }),
    new Date('2026-01-02T03:04:05Z'),
  );
}

export function hostOf(plan: Plan, role: HostRole, name?: string): PlannedHost {
  const host = plan.hosts.find((one) => one.role === role && (name === undefined || one.name === name));
  if (!host) throw new Error(`no ${role} ${name}`);
  return host;
}

/** The text of kibana.yml, and the settings in it. */
export const kibanaText = (plan: Plan): string =>
  kibanaYml(plan, hostOf(plan, 'kibana'), { identifiers: IDENTIFIERS, encryptionKey: ENCRYPTION_KEY });
export const kibana = (plan: Plan) => parse(kibanaText(plan)) as Record<string, unknown>;

/** What a body for Fleet's API says; undefined where there is no such body. */
export function apiBody(plan: Plan, path: string) {
  const file = fleetApiFiles(plan).find((one) => one.path === path);
  return file === undefined ? undefined : JSON.parse(file.text);
}

/** Agents by name, on one platform each. */
export const agent = (name: string, platform: Platform): Agent => ({ name, platform, altNames: [] });

/** Every command and every setting of a deployment, each under the name of its host or file. */
export function everything(plan: Plan): string {
  const commands = plan.hosts
    .filter((host) => host.role === 'agent' || host.role === 'fleet-server')
    .map((host): [string, string] => [
      host.id,
      host.platform === 'container' ? renderContainerEnv(plan, host) : `${printedCommand(plan, host)}\n`,
    ]);
  const files: [string, string][] = [
    ...commands,
    ['elasticsearch.yml', elasticsearchYml(plan, hostOf(plan, 'elasticsearch'))],
    ['kibana.yml', kibanaText(plan)],
    ...fleetApiFiles(plan).map(({ path, text }): [string, string] => [path, text]),
    ['fleet-api.sh', curlCommands(plan)],
    ['fleet-ui.md', fleetUiPage(plan, IDENTIFIERS)],
  ];
  return files.map(([name, text]) => `==> ${name} <==\n${text}`).join('\n');
}
