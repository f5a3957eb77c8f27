import { connectionOf, endsOf, openedLinks } from './connections.js';
import type { SslSettings } from './settings.js';
import type { Unpacked } from './unpacked.js';

/** A certificate that one end shows and the other end must verify. */
export interface VerifiedPath {
  readonly shown: SslSettings & { readonly certificate: string; readonly key: string };
  readonly authorities: readonly string[];
  readonly usage: 'serverAuth' | 'clientAuth';
  /** The name that must be in the certificate, for one that is dialled. */
  readonly name?: string;
}

/** What the ends of every link verify, each once. */
export async function verifiedPaths(all: ReadonlyMap<string, Unpacked>): Promise<VerifiedPath[]> {
  const paths = new Map<string, VerifiedPath>();
  const add = (path: VerifiedPath) => paths.set(JSON.stringify(path), path);
  for (const connection of (await openedLinks(all)).map(connectionOf)) {
    const { server, client } = endsOf(all, connection);
    add({
      shown: shownIn(server),
      authorities: client.certificate_authorities ?? [],
      usage: 'serverAuth',
      ...(client.verification_mode !== 'certificate' && { name: connection.serverName }),
    });
    if (server.client_authentication !== 'none') {
      add({ shown: shownIn(client), authorities: server.certificate_authorities ?? [], usage: 'clientAuth' });
    }
  }
  return [...paths.values()];
}

function shownIn(settings: SslSettings): VerifiedPath['shown'] {
  const { certificate, key } = settings;
  if (certificate === undefined || key === undefined) throw new Error('an end shows nothing');
  return { ...settings, certificate, key };
}
