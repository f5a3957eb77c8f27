import { randomBytes } from 'node:crypto';
import type { Finding } from '../check/types.js';
import { CertlabError } from '../errors.js';
import { type Bundle, findBundles, readBundle } from './bundle.js';
import { checkBundle } from './bundle-rules.js';
import { checkConnections, circumstances } from './connection-rules.js';
import { type LinkEnds, linksOf } from './ends.js';
import { found, type Report } from './findings.js';
import { type Job, jobsFor } from './jobs.js';
import { checkLinks } from './link-rules.js';
import { readEnds } from './read-ends.js';
import type { Proof, ProofCase, ProvenLink } from './types.js';

export interface ProveOptions {
  /** Certificates must be valid at this moment. Handshakes take the system's clock. */
  readonly now: Date;
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
  const ok = cases.length > 0 && cases.every((one) => one.ok) && findings.every(({ severity }) => severity !== 'error');
  return { cases, findings, ...read, ok };
}

/** Everything before the first handshake; the bundles themselves are let go of when it is done. */
async function prepare(
  paths: readonly string[],
  { now, signal }: ProveOptions,
): Promise<{ jobs: Job[] } & Pick<Proof, 'findings' | 'links' | 'installs'>> {
  const findings: Finding[] = [];
  const report: Report = (finding) => findings.push(finding);
  const bundles = await readBundles(await findBundles(paths), report, signal);
  findings.push(...bundles.flatMap(checkBundle));
  const ends = readEnds(bundles, report);
  const links = linksOf(ends);
  findings.push(...checkLinks(ends, links), ...checkConnections(links, circumstances(bundles, findings, now)));

  const { strangerOf } = await import('./stranger.js');
  const jobs = await jobsFor(links, now, (identity) => strangerOf(identity, randomBytes));
  return { jobs, findings: withoutRepeats(findings), links: links.map(provenLink), installs: ends.installs };
}

async function readBundles(paths: readonly string[], report: Report, signal?: AbortSignal): Promise<Bundle[]> {
  const bundles: Bundle[] = [];
  for (const path of paths) {
    signal?.throwIfAborted();
    try {
      bundles.push(await readBundle(path));
    } catch (error) {
      if (!(error instanceof CertlabError)) throw error;
      report(found('bundle-unreadable', path, error.message));
    }
  }
  return bundles;
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

/** A file that two links use is read for each of them, and wrong once. */
function withoutRepeats(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}
