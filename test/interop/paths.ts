import type { ProvenCase } from './cases.js';
import type { SslSettings } from './settings.js';

/** A certificate that one end shows and the other end must verify. */
export interface VerifiedPath {
  readonly shown: SslSettings & { readonly certificate: string; readonly key: string };
  readonly authorities: readonly string[];
  readonly usage: 'serverAuth' | 'clientAuth';
  /** The name that must be in the certificate, for one that is dialled. */
  readonly name?: string;
}

/** What both ends of every link verify where everything is right, each once. */
export function verifiedPaths(cases: readonly ProvenCase[]): VerifiedPath[] {
  const paths = new Map<string, VerifiedPath>();
  for (const { proof, job } of cases.filter(({ proof }) => proof.case === 'works')) {
    const { server, client } = job;
    const add = (path: VerifiedPath) => paths.set(JSON.stringify(path), path);
    const checksName = client.verification_mode !== 'certificate';
    add({
      shown: shownIn(server),
      authorities: client.certificate_authorities ?? [],
      usage: 'serverAuth',
      ...(checksName && { name: proof.serverName }),
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
