import type { StackVersion } from '../../deployment/types.js';
import { isAtLeast } from '../../deployment/versions.js';
import type { HostRole, PlannedHost } from '../../plan/types.js';

/** Elastic Agent and Fleet Server read changed files by themselves from this version on (fleet-server changelog/9.5.0.yaml:18). */
const READS_AGAIN = '9.5';

const AGENT = 'copy its certs over the installed ones';

/** What to do on a host that has an older bundle when its certificates, keys or CAs changed. Elasticsearch reads its files again every five seconds. */
const WITH_NEW_FILES: Readonly<Record<HostRole, string>> = {
  elasticsearch: 'sudo ./install.sh --force',
  kibana: 'sudo ./install.sh --force, then restart Kibana',
  'fleet-server': AGENT,
  agent: AGENT,
};

/** The same where only settings or instructions changed. */
const OTHERWISE: Readonly<Record<HostRole, string>> = {
  elasticsearch: 'merge its settings again, then restart Elasticsearch',
  kibana: 'merge its settings again, then restart Kibana',
  'fleet-server': 'nothing to do on an installed host: only its instructions changed',
  agent: 'nothing to do on an installed host: only its instructions changed',
};

/** What to do on a host that has an older bundle, in one line. */
export function toDoOn({ role, platform }: PlannedHost, version: StackVersion, hasNewFiles: boolean): string {
  if (!hasNewFiles) return OTHERWISE[role];
  if (platform === 'container') return `${WITH_NEW_FILES[role]}, then docker compose restart`;
  const restarts = WITH_NEW_FILES[role] === AGENT && !isAtLeast(version, READS_AGAIN);
  return restarts ? `${AGENT}, then elastic-agent restart` : WITH_NEW_FILES[role];
}
