import { type Authority, TLS_VERSIONS } from '../handshake/ends.js';
import { handshake } from '../handshake/handshake.js';
import type { ServerSide } from '../handshake/listener.js';
import type { ClientEnd, ServerEnd, Trust } from './ends.js';
import type { Link } from './judging/links.js';
import type { ShownPair } from './judging/pairs.js';
import { finding } from './rules/index.js';
import type { CheckedHandshake, Finding } from './types.js';

/** Shakes hands over the files of both ends, in memory, where there is enough of both. */
export async function shakeHands(
  links: readonly Link[],
): Promise<{ handshakes: CheckedHandshake[]; findings: Finding[] }> {
  const handshakes: CheckedHandshake[] = [];
  for (const { client, server } of links) {
    const sides = sidesOf(client, server);
    if (sides === undefined) continue;
    for (const tls of TLS_VERSIONS) {
      const { outcome, reason } = await handshake(sides.server, sides.client, tls);
      handshakes.push({
        client: `${client.source}: ${NAMES[client.kind]}`,
        server: `${server.source}: ${NAMES[server.kind]}`,
        serverName: sides.client.serverName,
        tls,
        outcome,
        reason,
      });
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

const NAMES = {
  agent: 'the agent',
  'own-agent': "Fleet Server's own agent",
  'fleet-server': 'Fleet Server',
  elasticsearch: 'Elasticsearch',
} as const;

function sidesOf(client: ClientEnd, server: ServerEnd) {
  const { shown, trust, clientAuth } = server;
  // What an agent shows and trusts there is its output's, which is not in its command.
  if (client.kind === 'agent' && server.kind === 'elasticsearch') return undefined;
  if (!shown?.key || !client.trust || !client.verifies) return undefined;
  if (clientAuth !== 'none' && client.hasPair && !client.shown?.key) return undefined;
  const serverName = client.kind === 'own-agent' ? 'localhost' : client.dials?.host;
  if (serverName === undefined) return undefined;
  const shows = client.shown?.key && shownOf(client.shown);
  return {
    server: { shows: shownOf(shown), trusts: authoritiesOf(trust), clientAuth } satisfies ServerSide,
    client: {
      trusts: authoritiesOf(client.trust),
      serverName,
      // Fleet Server does not compare the name, nor does the agent on its host (chain only).
      checksName: client.kind === 'agent',
      ...(shows && { shows }),
    },
  };
}

const shownOf = ({ chain, key }: ShownPair) => ({
  certificate: chain.map(({ x509 }) => x509.toString()).join(''),
  key: key!,
});

const authoritiesOf = (trust: Trust | undefined): Authority[] =>
  (trust?.anchors ?? []).map(({ x509 }) => ({ name: '', certificate: x509 }));
