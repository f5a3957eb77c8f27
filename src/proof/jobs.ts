import { type Attempt, isAsExpected, refusedAttempts, type Stranger, worksAttempt } from './attempts.js';
import { clockChecks } from './clock.js';
import { type LinkEnds, representatives } from './ends.js';
import { TLS_VERSIONS } from './handshake/ends.js';
import { handshake, type Outcome } from './handshake/handshake.js';
import { poolOf } from './pool.js';
import type { ProofCase } from './types.js';

/** One case still to be decided. */
export type Job = () => Promise<ProofCase>;

/**
 * Every case of a deployment: each client to each server it dials must work; what must be refused is tried once for each
 * link, server and kind of client, because clients of one kind differ in nothing that decides it.
 */
export async function jobsFor(links: readonly LinkEnds[], now: Date, makeStranger: Stranger): Promise<Job[]> {
  const pool = poolOf(links);
  const stranger = onceEach(makeStranger);
  const jobs = links.flatMap((link) => handshakes(link, worksAttempt(link)));
  for (const link of representatives(links)) {
    for (const attempt of await refusedAttempts(link, pool, stranger)) jobs.push(...handshakes(link, attempt));
    for (const result of clockChecks(link, now)) jobs.push(async () => proofCase(link, { ...result, tls: 'rule' }));
  }
  return jobs;
}

const handshakes = (link: LinkEnds, attempt: Attempt): Job[] =>
  TLS_VERSIONS.map((tls) => async () => {
    const outcome = await handshake(attempt.server, attempt.client, tls);
    return proofCase(link, { ...attempt, ...outcome, tls, serverName: attempt.client.serverName });
  });

type Decided = Pick<ProofCase, 'case' | 'tls' | 'expected' | 'outcome' | 'reason'> &
  Pick<Attempt, 'refusedBy'> & { readonly by?: Outcome['by']; readonly serverName?: string };

function proofCase({ client, server, serverName }: LinkEnds, decided: Decided): ProofCase {
  const { case: name, tls, expected, outcome, reason } = decided;
  return {
    link: client.link,
    client: client.bundle,
    server: server.bundle,
    case: name,
    tls,
    serverName: decided.serverName ?? serverName,
    expected,
    outcome,
    reason,
    ok: isAsExpected(decided, decided),
  };
}

/** Two key pairs and two signatures for each stranger: not again for each client of the same server. */
function onceEach(make: Stranger): Stranger {
  const made = new Map<unknown, ReturnType<Stranger>>();
  return (identity) => {
    const known = made.get(identity) ?? make(identity);
    made.set(identity, known);
    return known;
  };
}
