import { linkRow } from '../plan/links.js';
import type { ServerRole } from '../plan/types.js';
import { finding } from '../rules/index.js';
import type { Finding } from '../rules/types.js';
import type { Link } from '../setup/ends.js';
import { worksAttempt } from './attempts.js';
import type { CheckedHandshake } from './check-types.js';
import { linkEndsOf } from './ends.js';
import { TLS_VERSIONS } from './handshake/ends.js';
import { handshake } from './handshake/handshake.js';

/** Shakes hands over the files of both endpoints, in memory, where there is enough of both. */
export async function shakeHands(
  links: readonly Link[],
): Promise<{ handshakes: CheckedHandshake[]; findings: Finding[] }> {
  const handshakes: CheckedHandshake[] = [];
  for (const link of links.filter(isComplete)) {
    const { client, server } = link;
    for (const ends of linkEndsOf([link])) {
      const attempt = worksAttempt(ends);
      for (const tls of TLS_VERSIONS) {
        const { outcome, reason } = await handshake(attempt.server, attempt.client, tls);
        handshakes.push({
          client: `${client.setup?.source ?? client.id}: ${linkRow(client.link).clientTitle}`,
          server: `${server.setup?.source ?? server.id}: ${SERVERS[server.role]}`,
          serverName: ends.serverName,
          tls,
          outcome,
          reason,
        });
      }
    }
  }
  const findings = handshakes
    .filter(({ outcome }) => outcome === 'refuse')
    .map(({ client, server, serverName, tls, reason }) =>
      finding('handshake-refused', `${client} to ${server}`, {
        silent: true,
        detail: `${tls} to ${serverName}, ${reason}`,
      }),
    );
  return { handshakes, findings };
}

/** Without a list the CAs of the system are taken, and a pair that cannot be opened was reported by itself. */
const isComplete = ({ client, server }: Link): boolean =>
  client.trust !== undefined &&
  client.unverified === undefined &&
  !(server.clientAuth !== 'none' && client.hasPair && !client.presented?.key);

const SERVERS: Readonly<Record<ServerRole, string>> = {
  'fleet-server': 'Fleet Server',
  elasticsearch: 'Elasticsearch',
};
