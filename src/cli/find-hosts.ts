import { nearest } from '../deployment/nearest.js';
import { shown } from '../deployment/shown.js';
import { CertlabError } from '../errors.js';
import type { PlannedHost } from '../plan/types.js';

/**
 * The hosts that go by a name: a server's as in its URL (or the URL itself), an agent's, or a bundle's. One machine may be
 * several hosts.
 *
 * @throws CertlabError ERR_INPUT for a name nobody has, with the nearest one
 */
export function findHosts(hosts: readonly PlannedHost[], asked: string): PlannedHost[] {
  const name = bare(asked);
  const found = hosts.filter((host) => namesOf(host).some((one) => bare(one) === name));
  if (found.length > 0) return found;
  const names = hosts.flatMap(namesOf);
  const meant = nearest(name, names);
  throw new CertlabError({
    code: 'ERR_INPUT',
    message: `no host of this deployment is called ${shown(asked)}`,
    hint: meant === undefined ? `its hosts are ${someOf(hosts)}` : `did you mean ${meant}?`,
  });
}

const namesOf = ({ id, name, endpoint }: PlannedHost): string[] => [name, id, ...(endpoint ? [endpoint.url] : [])];

/** What people add to a name when they copy it. */
const bare = (name: string): string =>
  name
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\/$/, '')
    .replace(/\.zip$/, '');

const LISTED = 10;

function someOf(hosts: readonly PlannedHost[]): string {
  const names = [...new Set(hosts.map(({ name }) => name))];
  const more = names.length - LISTED;
  return `${names.slice(0, LISTED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
