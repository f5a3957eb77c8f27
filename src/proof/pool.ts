import type { ServerRole } from '../plan/types.js';
import type { Identity, LinkEnds, ProvenServer } from './ends.js';
import type { Authority } from './handshake/ends.js';

/** Every kind of certificate in a deployment, and who signed it: impostors are drawn from it. */
export interface Pool {
  /** The first certificate of each authority and name. */
  readonly members: readonly PoolMember[];
  /** Authorities whose certificates clients of a role of servers legitimately show. */
  readonly clientAuthorities: Readonly<Record<string, ReadonlySet<string>>>;
  /** Name of the authority that signed each certificate; empty when no end knows that authority. */
  readonly signers: ReadonlyMap<Identity, string>;
}

export interface PoolMember {
  /** Name of the authority that signed it. */
  readonly authority: string;
  readonly identity: Identity;
}

/** Puts the pool together from both ends of every link. */
export function poolOf(links: readonly LinkEnds[]): Pool {
  const authorities = distinctAuthorities(links);
  const members = new Map<string, PoolMember>();
  const clientAuthorities: Record<string, Set<string>> = {};
  const signers = new Map<Identity, string>();
  const add = (identity: Identity): string => {
    const known = signers.get(identity);
    if (known !== undefined) return known;
    const authority = signerOf(identity, authorities);
    signers.set(identity, authority);
    const key = `${authority}/${identity.name}`;
    if (!members.has(key)) members.set(key, { authority, identity });
    return authority;
  };
  for (const { client, server } of links) {
    add(server.shows);
    if (!client.shows) continue;
    const authority = add(client.shows);
    for (const role of welcomingRoles(server)) {
      clientAuthorities[role] ??= new Set();
      clientAuthorities[role]!.add(authority);
    }
  }
  return { members: [...members.values()], clientAuthorities, signers };
}

/** What agents show to Fleet Server they show to Elasticsearch too, also where no agent has a bundle yet. */
const welcomingRoles = ({ role }: ProvenServer): readonly ServerRole[] =>
  role === 'fleet-server' ? ['fleet-server', 'elasticsearch'] : [role];

function signerOf({ chain: [leaf] }: Identity, authorities: readonly Authority[]): string {
  return authorities.find(({ certificate }) => leaf.checkIssued(certificate))?.name ?? '';
}

function distinctAuthorities(links: readonly LinkEnds[]): Authority[] {
  const distinct = new Map<string, Authority>();
  for (const { client, server } of links) {
    for (const authority of [...client.trusts, ...server.trusts]) {
      distinct.set(authority.certificate.fingerprint256, authority);
    }
  }
  return [...distinct.values()];
}
