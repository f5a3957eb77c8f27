import type { StackVersion } from '../deployment/types.js';
import type { LinkId } from '../plan/types.js';
import { findBundles, readBundle } from '../setup/bundle.js';
import { type ClientEnd, type Link, linksOf, type ServerEnd } from '../setup/ends.js';
import { readBundles } from '../setup/read-bundles.js';
import { type Attempt, isAsExpected, worksAttempt } from './attempts.js';
import { type LinkEnds, linkEndsOf, representatives } from './ends.js';
import { TLS_VERSIONS } from './handshake/ends.js';
import { handshake } from './handshake/handshake.js';
import type { ProveOptions } from './prove.js';

/** The step that an endpoint is at: the one before, or the one that is made now. */
export type At = 'old' | 'new';

/** One handshake between hosts that may be at different steps. */
export interface RolloutCase {
  readonly link: LinkId;
  /** Ids of the bundles. */
  readonly client: string;
  readonly server: string;
  readonly clientAt: At;
  readonly serverAt: At;
  /** As configured, or with a certificate of a CA that is retired in the place of one end's own. */
  readonly presents: 'own' | 'retired server certificate' | 'retired client certificate';
  readonly tls: (typeof TLS_VERSIONS)[number];
  readonly expected: 'accept' | 'refuse';
  readonly outcome: 'accept' | 'refuse';
  readonly reason: string;
  readonly ok: boolean;
}

/** Everything tried for one step of a rollout. */
export interface RolloutProof {
  readonly cases: readonly RolloutCase[];
  readonly ok: boolean;
}

/** Folders, or zips, with the bundles of a step. */
export interface StepPaths {
  readonly old: readonly string[];
  readonly new: readonly string[];
  /** Bundles with certificates of the CAs that are retired by now: nobody may accept them any more. */
  readonly retired?: readonly string[];
}

/**
 * Proves that hosts may be brought to a step in any order: on each link, every pair of endpoints at the step before or at
 * this one must connect. Of clients of one kind, which are configured alike, the first stands for all: each one's own
 * certificate has its handshakes in the proof of its step.
 *
 * @throws CertlabError ERR_READ when there is nothing at a path; the signal's reason when it aborts
 */
export async function proveStep(
  paths: StepPaths,
  { signal, stackVersion }: Pick<ProveOptions, 'signal' | 'stackVersion'>,
): Promise<RolloutProof> {
  const ends = { old: await endsIn(paths.old, stackVersion), new: await endsIn(paths.new, stackVersion) };
  const retired = paths.retired && (await endsIn(paths.retired, stackVersion));
  const cases: RolloutCase[] = [];
  const run = async (
    link: LinkEnds,
    attempt: Attempt,
    about: Pick<RolloutCase, 'clientAt' | 'serverAt' | 'presents'>,
  ) => {
    for (const tls of TLS_VERSIONS) {
      signal?.throwIfAborted();
      cases.push({ ...about, ...(await decide(link, attempt, tls)) });
    }
  };
  for (const clientAt of AGES) {
    for (const serverAt of AGES) {
      for (const link of representatives(between(ends[clientAt].clients, ends[serverAt].servers), certificateOf)) {
        await run(link, worksAttempt(link), { clientAt, serverAt, presents: 'own' });
      }
    }
  }
  if (retired) {
    const before = between(retired.clients, retired.servers);
    for (const link of representatives(between(ends.new.clients, ends.new.servers))) {
      for (const { presents, attempt } of retiredAttempts(link, before)) {
        await run(link, attempt, { clientAt: 'new', serverAt: 'new', presents });
      }
    }
  }
  return { cases, ok: cases.every(({ ok }) => ok) };
}

/** Fleet Server may present either of two certificates to Elasticsearch. */
const certificateOf = ({ client }: LinkEnds): string => client.shows?.name ?? '';

const AGES: readonly At[] = ['old', 'new'];

interface StepEnds {
  readonly clients: readonly ClientEnd[];
  readonly servers: readonly ServerEnd[];
}

async function endsIn(paths: readonly string[], version: StackVersion | undefined): Promise<StepEnds> {
  const bundles = [];
  for (const path of await findBundles(paths)) bundles.push(await readBundle(path));
  const { bundles: read } = await readBundles(bundles, version);
  return {
    clients: read.flatMap(({ source }) => source.clients),
    servers: read.flatMap(({ source }) => source.servers),
  };
}

/** The agent on a Fleet Server's host connects to that host alone, at whichever step its server is. */
function between(clients: readonly ClientEnd[], servers: readonly ServerEnd[]): LinkEnds[] {
  const own = clients.filter(({ link }) => link === 'own-agent-to-fleet-server');
  const others = clients.filter(({ link }) => link !== 'own-agent-to-fleet-server');
  const ownLinks = own.flatMap((client): Link[] =>
    servers
      .filter(({ id, role }) => id === client.id && role === 'fleet-server')
      .map((server) => ({ client, server, serverName: client.serverNames[0] ?? 'localhost' })),
  );
  return linkEndsOf([...ownLinks, ...linksOf({ clients: others, servers })]);
}

/** The same endpoints, each with what it presented when its CA was still trusted; only where that differs. */
function retiredAttempts(
  link: LinkEnds,
  before: readonly LinkEnds[],
): { readonly presents: RolloutCase['presents']; readonly attempt: Attempt }[] {
  const { client, server } = link;
  const works = worksAttempt(link);
  const old = before.find((one) => one.client.link === client.link && one.server.bundle === server.bundle);
  if (!old) return [];
  const isOther = (some: LinkEnds['server']['shows'] | undefined, other: LinkEnds['server']['shows'] | undefined) =>
    some !== undefined && some.chain[0].issuer !== other?.chain[0].issuer;
  return [
    ...(isOther(old.server.shows, server.shows)
      ? [
          {
            presents: 'retired server certificate' as const,
            attempt: {
              case: 'retired',
              expected: 'refuse' as const,
              refusedBy: 'client' as const,
              server: { shows: old.server.shows, trusts: [], clientAuth: 'none' as const },
              client: works.client,
            },
          },
        ]
      : []),
    ...(server.clientAuth !== 'none' && isOther(old.client.shows, client.shows)
      ? [
          {
            presents: 'retired client certificate' as const,
            attempt: {
              ...works,
              case: 'retired',
              expected: 'refuse' as const,
              refusedBy: 'server' as const,
              client: { ...works.client, shows: old.client.shows! },
            },
          },
        ]
      : []),
  ];
}

async function decide(
  { client, server }: LinkEnds,
  attempt: Attempt,
  tls: RolloutCase['tls'],
): Promise<Omit<RolloutCase, 'clientAt' | 'serverAt' | 'presents'>> {
  const decided = await handshake(attempt.server, attempt.client, tls);
  const { outcome, reason } = decided;
  return {
    link: client.link,
    client: client.bundle,
    server: server.bundle,
    tls,
    expected: attempt.expected,
    outcome,
    reason,
    ok: isAsExpected(attempt, decided),
  };
}
