import type { Plan } from '../plan/types.js';
import { quotePosix } from '../text/quote.js';
import { fleetServerHost } from './fleet-server-host.js';
import { hasFleetServerHosts } from './fleet-versions.js';
import { agentGroups, outputBase, outputForm, outputSsl } from './outputs.js';

/** A body for Fleet's API: where it is in the bundle of Kibana, and where it goes. */
export interface FleetApiFile {
  readonly path: `settings/${string}.json`;
  /** Path below Kibana's URL. */
  readonly endpoint: string;
  readonly text: string;
}

/**
 * The bodies that make this deployment's Fleet Server host and its outputs: one for each group of agents that keep their
 * files in another place. Before 8.6 there is no such object as a Fleet Server host, and kibana.yml alone names the URLs.
 */
export function fleetApiFiles(plan: Plan): FleetApiFile[] {
  const { stackVersion } = plan.deployment;
  const outputs = agentGroups(plan).map((group): FleetApiFile => {
    const { ssl, advanced } = outputForm(outputSsl(plan, group), stackVersion);
    return {
      path: `settings/output${group.suffix}.json`,
      endpoint: '/api/fleet/outputs',
      text: json({ ...outputBase(plan, group), ssl, config_yaml: advanced }),
    };
  });
  if (!hasFleetServerHosts(stackVersion)) return outputs;
  return [
    {
      path: 'settings/fleet-server-host.json',
      endpoint: '/api/fleet/fleet_server_hosts',
      text: json(fleetServerHost(plan)),
    },
    ...outputs,
  ];
}

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

/** A script for sh that sends the bodies. The API key goes through a pipe, because other users can see arguments. */
export function curlCommands(plan: Plan): string {
  const { kibana } = plan.deployment;
  return `${[
    '#!/bin/sh',
    '# Gives Fleet the settings of this deployment. Not needed where settings/kibana.yml was merged: it says the same.',
    '# Run it in the folder of the bundle: sh settings/fleet-api.sh',
    '# The variable KIBANA_API_KEY must hold an API key that may change the settings of Fleet.',
    "# Kibana's own certificate is not part of this deployment: add --cacert FILE where this system does not trust it.",
    '# What exists already under one of these ids is changed by PUT to the same path, a slash and the id.',
    '# Editing SSL or proxy settings of a Fleet Server in use can cut its agents off: try it with one agent first.',
    'set -eu',
    `: "\${KIBANA_API_KEY:?set it to an API key}"`,
    kibana ? `KIBANA_URL=${quotePosix(kibana.url)}` : `KIBANA_URL=\${KIBANA_URL:?set it to the address of Kibana}`,
    ...fleetApiFiles(plan).flatMap(({ path, endpoint }) => [
      '',
      `printf 'Authorization: ApiKey %s\\n' "$KIBANA_API_KEY" |`,
      `  curl --fail-with-body -X POST "$KIBANA_URL${endpoint}" \\`,
      `    -H @- -H 'kbn-xsrf: true' -H 'Content-Type: application/json' --data-binary @${path}`,
    ]),
  ].join('\n')}\n`;
}
