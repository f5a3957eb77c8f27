import { OIDS } from '../x509/oids.js';
import type { Identity, LinkEnds } from './ends.js';
import type { Shown } from './handshake/ends.js';
import type { ClientSide, Outcome } from './handshake/handshake.js';
import type { ServerSide } from './handshake/listener.js';
import type { Pool } from './pool.js';

/** A handshake to try on a link, and how it must end. */
export interface Attempt {
  readonly case: string;
  readonly expected: 'accept' | 'refuse';
  /** The end that must refuse: a refusal by the other one would prove nothing. */
  readonly refusedBy?: 'client' | 'server';
  readonly server: ServerSide;
  readonly client: ClientSide;
}

/** Whether an attempt ended as it must: a rejection counts only by the end that has to reject. */
export const isAsExpected = (
  { expected, refusedBy }: Pick<Attempt, 'expected' | 'refusedBy'>,
  { outcome, by }: { readonly outcome: Outcome['outcome']; readonly by?: Outcome['by'] | undefined },
): boolean => expected === outcome && (outcome === 'accept' || refusedBy === by);

/** Makes a certificate of the same names under an authority that nobody trusts; the same one each time it is asked. */
export type Stranger = (identity: Identity) => Promise<Shown>;

/** A name that no certificate holds: `.invalid` never resolves (RFC 6761 section 6.4). */
const WRONG_NAME = 'another-host.invalid';

/** The two ends as they are configured. */
export function worksAttempt({ client, server, serverName }: LinkEnds): Attempt {
  return {
    case: 'works',
    expected: 'accept',
    server,
    client: {
      trusts: client.trusts,
      serverName,
      checksName: client.name !== 'ignored',
      anchors: client.anchors,
      ...(client.shows && { shows: client.shows }),
    },
  };
}

/** Everything that must be refused on a link, and what `optional` must still let in. */
export async function refusedAttempts(link: LinkEnds, pool: Pool, stranger: Stranger): Promise<Attempt[]> {
  const impostors = await Promise.all([serverImpostors(link, pool, stranger), clientImpostors(link, pool, stranger)]);
  return [...impostors.flat(), ...wrongName(link)];
}

/**
 * Somebody else's certificate in the server's place. The name is not looked at, so that the authority and the usage alone
 * must keep it out; the impostor asks for no certificate, so that the client alone decides.
 */
async function serverImpostors(link: LinkEnds, pool: Pool, stranger: Stranger): Promise<Attempt[]> {
  const works = worksAttempt(link);
  const attempt = (name: string, shows: Shown): Attempt => ({
    case: name,
    expected: 'refuse',
    refusedBy: 'client',
    server: { shows, trusts: [], clientAuth: 'none' },
    client: { ...works.client, checksName: false },
  });
  return [
    // The authority of the client's own certificate has its turn as client-as-server.
    ...firstOfOthers(pool, signersOf(pool, link.server.shows, link.client.shows), 'serverAuth').map(
      ({ authority, identity }) => attempt(`server-of-${authority}`, identity),
    ),
    ...(link.client.shows ? [attempt('client-as-server', link.client.shows)] : []),
    attempt('stranger-server', await stranger(link.server.shows)),
  ];
}

/** Somebody else's certificate, or none, in the client's place. */
async function clientImpostors(link: LinkEnds, pool: Pool, stranger: Stranger): Promise<Attempt[]> {
  const { client, server } = link;
  if (server.clientAuth === 'none') return [];
  const works = worksAttempt(link);
  const { shows: _, ...anonymous } = works.client;
  const attempt = (name: string, shows: Shown): Attempt => ({
    ...works,
    case: name,
    expected: 'refuse',
    refusedBy: 'server',
    client: { ...anonymous, shows },
  });
  const welcome = pool.clientAuthorities[server.role] ?? [];
  return [
    {
      ...works,
      case: 'no-client-certificate',
      expected: server.clientAuth === 'required' ? 'refuse' : 'accept',
      refusedBy: 'server',
      client: anonymous,
    },
    // The authority of the server's own certificate has its turn as server-as-client.
    ...firstOfOthers(pool, new Set([...welcome, ...signersOf(pool, server.shows)]), 'clientAuth').map(
      ({ authority, identity }) => attempt(`client-of-${authority}`, identity),
    ),
    attempt('server-as-client', server.shows),
    ...(client.shows ? [attempt('stranger-client', await stranger(client.shows))] : []),
  ];
}

function wrongName(link: LinkEnds): Attempt[] {
  if (link.client.name !== 'compared') return [];
  const works = worksAttempt(link);
  const client = { ...works.client, serverName: WRONG_NAME };
  return [{ ...works, case: 'wrong-name', expected: 'refuse', refusedBy: 'client', client }];
}

const signersOf = (pool: Pool, ...identities: readonly (Identity | undefined)[]): Set<string> =>
  new Set(identities.map((identity) => (identity && pool.signers.get(identity)) ?? ''));

const USAGE = { serverAuth: OIDS.serverAuth, clientAuth: OIDS.clientAuth } as const;

/** One certificate of each authority outside `except`: one with the usage if there is one, being the harder to refuse. */
function firstOfOthers(pool: Pool, except: ReadonlySet<string>, usage: keyof typeof USAGE) {
  const others = pool.members.filter(({ authority }) => authority !== '' && !except.has(authority));
  const withUsageFirst = others.toSorted((a, b) => rank(a.identity, usage) - rank(b.identity, usage));
  return withUsageFirst.filter(
    ({ authority }, index) => withUsageFirst.findIndex((other) => other.authority === authority) === index,
  );
}

const rank = ({ chain: [leaf] }: Identity, usage: keyof typeof USAGE): number =>
  leaf.keyUsage?.includes(USAGE[usage]) ? 0 : 1;
