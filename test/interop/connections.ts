import type { LinkId } from '../../src/plan/types.js';
import { type LinkEnds, linkEndsOf } from '../../src/proof/ends.js';
import { linksOf } from '../../src/setup/ends.js';
import { readBundles } from '../../src/setup/read-bundles.js';
import {
  clientSettings,
  type ElasticsearchSettings,
  elasticsearchSettings,
  isElasticsearch,
  type SslSettings,
  serverSettings,
} from './settings.js';
import type { Unpacked } from './unpacked.js';

/** Two bundles that meet. */
export interface Connection {
  readonly link: LinkId;
  /** Bundle ids. */
  readonly client: string;
  readonly server: string;
  readonly serverName: string;
}

/** Both ends of a connection, as the programs configure them. */
export interface Ends {
  readonly server: SslSettings;
  readonly client: SslSettings;
  /** The name the client's TLS library is told; empty where the program does not tell it. */
  readonly dial: string;
  /** Present where the server is an Elasticsearch node as its bundle configures it. */
  readonly elasticsearch?: ElasticsearchSettings;
}

/** One connection for a judge to try. */
export interface Job extends Ends {
  readonly id: string;
  readonly tls?: 'TLSv1.2' | 'TLSv1.3';
  /** RFC 3339: look at both certificates at this moment, instead of a handshake. */
  readonly at?: string;
}

/** Every link between two bundles, with both ends opened, as far as they can be opened. */
export async function openedLinks(all: ReadonlyMap<string, Unpacked>): Promise<LinkEnds[]> {
  const { bundles } = await readBundles([...all.values()].map(({ bundle }) => bundle));
  const sources = bundles.map(({ source }) => source);
  const [servers, clients] = [sources.flatMap((one) => one.servers), sources.flatMap((one) => one.clients)];
  return linkEndsOf(linksOf({ servers, clients }));
}

export const connectionOf = ({ client, server, serverName }: LinkEnds): Connection => ({
  link: client.link,
  client: client.bundle,
  server: server.bundle,
  serverName,
});

/** What both programs hand to their TLS libraries, whether the files are any good or not. */
export function endsOf(all: ReadonlyMap<string, Unpacked>, connection: Connection): Ends {
  const server = all.get(connection.server)!;
  const { ssl, knowsName } = clientSettings(connection.link, connection.client, all);
  return {
    server: serverSettings(server),
    client: ssl,
    dial: knowsName ? connection.serverName : '',
    ...(isElasticsearch(server) && { elasticsearch: elasticsearchSettings(server) }),
  };
}
