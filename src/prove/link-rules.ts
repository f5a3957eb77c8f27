import type { Finding } from '../check/types.js';
import type { Ends, LinkEnds } from './ends.js';
import { found } from './findings.js';

/** What no handshake of OpenSSL shows, judged over both ends of the links. */
export function checkLinks({ servers, clients }: Ends, links: readonly LinkEnds[], _now: Date): Finding[] {
  return [
    ...clients
      .filter((client) => !links.some((link) => link.client === client))
      .map((client) => found('link-incomplete', `${client.bundle}: ${client.link}`)),
    ...servers
      .filter((server) => !links.some((link) => link.server === server))
      .map((server) => found('link-incomplete', server.bundle)),
  ];
}
