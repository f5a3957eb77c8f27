import { randomBytes } from 'node:crypto';
import type { StackVersion } from '../deployment/types.js';
import { NEWEST_VERSION } from '../deployment/versions.js';
import { CertlabError } from '../errors.js';
import { finding, findingOf } from '../rules/index.js';
import { judgeSources, withoutRepeats } from '../rules/judge.js';
import { judgeBundle } from '../rules/judges/bundles.js';
import type { Finding } from '../rules/types.js';
import { type Bundle, certificatesIn, findBundles, readBundle } from '../setup/bundle.js';
import type { Link } from '../setup/ends.js';
import { type ReadBundles, readBundles } from '../setup/read-bundles.js';
import type { Remark } from '../setup/remark.js';
import { type LinkEnds, linkEndsOf } from './ends.js';
import { type Job, jobsFor } from './jobs.js';
import { installOf } from './printable.js';
import type { Proof, ProofCase, ProvenLink } from './types.js';

export interface ProveOptions {
  /** Certificates must be valid at this moment. Handshakes take the system's clock. */
  readonly now: Date;
  /** Of the programs on the hosts; the newest known unless given. */
  readonly stackVersion?: StackVersion;
  /** Stops between two handshakes. */
  readonly signal?: AbortSignal;
  /** Called after each case with how many of all are decided. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Reads back a deployment's bundles and proves every link between them with real handshakes: those that must work, and
 * those that must fail. Everything is in memory: nothing is unpacked to disk, no port is opened.
 *
 * @param paths a deployment folder, or zips
 * @throws CertlabError ERR_READ when there is nothing at a path; the signal's reason when it aborts
 */
export async function proveDeployment(paths: readonly string[], options: ProveOptions): Promise<Proof> {
  const { signal, onProgress } = options;
  const { jobs, findings, ...read } = await prepare(paths, options);
  const total = jobs.length;
  const cases: ProofCase[] = [];
  // One after the other: both ends of a handshake are in this thread, so more at a time would only wait for each other.
  // Taken off the list, because a job that is done would keep the files and TLS contexts of its two ends.
  for (let job = jobs.reverse().pop(); job; job = jobs.pop()) {
    signal?.throwIfAborted();
    cases.push(await job());
    onProgress?.(cases.length, total);
  }
  // Without a peer there is no handshake, and pairs, chains, dates and passphrases are right all the same.
  const ok = cases.every((one) => one.ok) && findings.every(({ severity }) => severity !== 'error');
  return { cases, findings, ...read, ok };
}

/** Everything before the first handshake; the bundles themselves are let go of when it is done. */
async function prepare(
  paths: readonly string[],
  { now, signal, stackVersion = NEWEST_VERSION }: ProveOptions,
): Promise<{ jobs: Job[] } & Pick<Proof, 'findings' | 'links' | 'installs'>> {
  const { bundles, remarks: unreadable } = await openZips(await findBundles(paths), signal);
  const read = await readBundles(bundles, stackVersion);
  const judged = judgeSources(
    read.bundles.map(({ source }) => source),
    { now, fips: false, stackVersion },
    () => bundles.flatMap(certificatesIn),
  );
  const links = linkEndsOf(judged.links);
  const findings = withoutRepeats([
    ...[...unreadable, ...read.remarks].map(findingOf),
    ...bundles.flatMap(judgeBundle),
    ...judged.findings,
    ...incomplete(read, judged.links),
  ]);
  const { strangerOf } = await import('./stranger.js');
  const jobs = await jobsFor(links, now, (identity) => strangerOf(identity, randomBytes));
  return { jobs, findings, links: links.map(provenLink), installs: read.bundles.flatMap(installOf) };
}

async function openZips(
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<{ bundles: Bundle[]; remarks: Remark[] }> {
  const bundles: Bundle[] = [];
  const remarks: Remark[] = [];
  for (const path of paths) {
    signal?.throwIfAborted();
    try {
      bundles.push(await readBundle(path));
    } catch (error) {
      if (!(error instanceof CertlabError)) throw error;
      remarks.push({ rule: 'bundle-unreadable', where: path, details: { detail: error.message } });
    }
  }
  return { bundles, remarks };
}

/** Endpoints whose peer is not among the bundles. */
function incomplete({ bundles }: ReadBundles, links: readonly Link[]): Finding[] {
  const linked = new Set<unknown>(
    links.filter(({ client }) => !client.assumed).flatMap(({ client, server }) => [client, server]),
  );
  return bundles.flatMap(({ source: { clients, servers } }) => [
    ...clients.filter((one) => !linked.has(one)).map(({ id, link }) => finding('link-incomplete', `${id}: ${link}`)),
    ...servers.filter((one) => !linked.has(one)).map(({ id }) => finding('link-incomplete', id)),
  ]);
}

const provenLink = ({ client, server, serverName }: LinkEnds): ProvenLink => ({
  id: client.link,
  client: client.bundle,
  server: server.bundle,
  serverName,
  serverShows: server.shows.name,
  clientTrusts: client.trusts.map(({ name }) => name),
  clientAuth: server.clientAuth,
  ...(client.shows && { clientShows: client.shows.name }),
  serverTrusts: server.trusts.map(({ name }) => name),
});
