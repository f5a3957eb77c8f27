import type { Mode } from '../deployment/types.js';
import type { HostRole } from '../plan/types.js';

/** What runs on a host of each role, as it is called in headings. */
export const PROGRAM_NAMES: Readonly<Record<HostRole, string>> = {
  'fleet-server': 'Fleet Server',
  elasticsearch: 'Elasticsearch',
  kibana: 'Kibana',
  agent: 'Elastic Agent',
};

export const TLS_MODES: Readonly<Record<Mode, string>> = {
  'one-way': 'one-way TLS: only servers show a certificate',
  mutual: 'mutual TLS: both ends show a certificate',
};

interface Turn {
  readonly role: HostRole;
  /** What is done in this turn, for the page about all hosts. */
  readonly step: string;
}

/** Servers before those who dial them: each program needs the one before it to be started. */
export const ORDER: readonly Turn[] = [
  {
    role: 'elasticsearch',
    step: '**Elasticsearch**: `sudo ./install.sh` on every node, its settings, then a restart, one node at a time. Kibana loses Elasticsearch until its own turn.',
  },
  {
    role: 'kibana',
    step: '**Kibana**: `sudo ./install.sh`, its settings, then a restart. They tell Fleet where Fleet Server and Elasticsearch are.',
  },
  {
    role: 'fleet-server',
    step: '**Fleet Server**: a Fleet Server policy and a service token from Kibana, then `install.sh` with Elastic Agent unpacked on that host.',
  },
  {
    role: 'agent',
    step: '**Elastic Agent**: an enrollment token from Kibana, then the install script. Begin with one agent, and with the others once its data arrives.',
  },
];

/** The order again in one line, with the turn of one role marked. */
export function turnOf(role: HostRole): string {
  return ORDER.map((turn) => (turn.role === role ? `**${PROGRAM_NAMES[turn.role]}**` : PROGRAM_NAMES[turn.role])).join(
    ', ',
  );
}
