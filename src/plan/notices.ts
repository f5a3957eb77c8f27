import { few } from '../deployment/few.js';
import type { Deployment, Notice } from '../deployment/types.js';
import type { PlannedHost } from './types.js';

/** What follows from the plan and surprises operators: each row says when it applies and what to know. */
const NOTICES: readonly {
  readonly code: string;
  readonly applies: (deployment: Deployment, hosts: readonly PlannedHost[]) => boolean;
  readonly message: (deployment: Deployment, hosts: readonly PlannedHost[]) => string;
}[] = [
  {
    code: 'elasticsearch-client-certificates',
    applies: (deployment) => deployment.esClientAuth === 'required',
    message: () =>
      'Elasticsearch will refuse every client without a certificate: Fleet Server, Kibana and the agents get theirs in their bundles; curl, monitoring, other Beats and Logstash need one too, so name each as one more --agent now, like --agent admin-curl',
  },
  {
    code: 'fleet-client-certificates',
    applies: (deployment) => deployment.clientAuth === 'required',
    message: () =>
      'Fleet Server will refuse every agent without a certificate from agent-ca, its own agent included; a client certificate does not replace the enrollment token',
  },
  {
    code: 'container-key-unencrypted',
    applies: (deployment, hosts) =>
      deployment.agentKeyPassphrase !== 'none' &&
      hosts.some((host) => host.platform === 'container' && host.certificates.length > 0),
    message: (_deployment, hosts) =>
      `the keys of agents in containers are not encrypted, because no variable carries their passphrase: ${few(
        hosts.filter((host) => host.platform === 'container').map((host) => host.name),
      )}`,
  },
  {
    code: 'kibana-unnamed',
    applies: (deployment) => deployment.kibana === undefined,
    message: () => "no --kibana-url: Kibana's settings are in the bundle kibana-kibana, without its address",
  },
  {
    code: 'no-agents',
    applies: (deployment) => deployment.agents.length === 0,
    message: () =>
      'no agents named: only the servers get bundles. Name all that you expect now, with --agent or --agents-file: each run makes new authorities',
  },
];

/** The notices that apply, in the table's order. */
export function noticesOf(deployment: Deployment, hosts: readonly PlannedHost[]): Notice[] {
  return NOTICES.filter((row) => row.applies(deployment, hosts)).map((row) => ({
    code: row.code,
    message: row.message(deployment, hosts),
  }));
}
