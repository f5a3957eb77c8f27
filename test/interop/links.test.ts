import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { casesOf, type ProvenCase } from './cases.js';
import { differences } from './compare.js';
import { DEPLOYMENT_NAMES, type DeploymentName } from './deployments.js';
import { DOCUMENTED } from './documented.js';
import { type JudgeName, judgeAll, type Verdict } from './judges.js';
import { describeWith } from './needs.js';

/** Who judges, and what. */
const JUDGES: readonly [JudgeName, string, readonly DeploymentName[]][] = [
  ['go', "Elastic's TLS loader", DEPLOYMENT_NAMES],
  ['goBefore', "Elastic's TLS loader of the releases before 9.5", DEPLOYMENT_NAMES],
  ['goFips', "Elastic's TLS loader in its FIPS build", ['FIPS', 'one-way']],
  ['elasticsearch8', "Java, with Elasticsearch 8's own loader", ['one-way', 'mutual RSA for 8.16', 'optional']],
  ['elasticsearch9', "Java, with Elasticsearch 9's own loader", DEPLOYMENT_NAMES],
  ['pythonSsl', "Python's ssl", DEPLOYMENT_NAMES],
  ['pythonCryptography', "the path builder of Python's cryptography", DEPLOYMENT_NAMES],
];

let folder: string;
const cases = new Map<DeploymentName, readonly ProvenCase[]>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleet-certlab-links-'));
  const deployments = inject('deployments');
  for (const [index, name] of DEPLOYMENT_NAMES.entries()) {
    cases.set(name, await casesOf(deployments[name]!, join(folder, String(index))));
  }
});

afterAll(() => rm(folder, { recursive: true }));

describe.each(JUDGES)('%s', (judge, title, deployments) => {
  describeWith(judge, `${title} agrees with verify`, (command) => {
    const documented = DOCUMENTED.filter((row) => row.judge === judge);
    let verdicts: ReadonlyMap<string, Verdict>;
    const judged = (name: DeploymentName) =>
      cases.get(name)!.map((one) => ({ ...one, verdict: verdicts.get(`${name} ${one.job.id}`)! }));

    // All at once: a Java machine needs some hundred handshakes to become quick.
    beforeAll(async () => {
      const jobs = deployments.flatMap((name) =>
        cases.get(name)!.map(({ job }) => ({ ...job, id: `${name} ${job.id}` })),
      );
      verdicts = new Map((await judgeAll(command, jobs)).map((verdict) => [verdict.id, verdict]));
      const differ = deployments.flatMap((name) => differences(judged(name)));
      console.log(`${title}: ${jobs.length} cases, ${differ.length} differences to verify`);
    });

    it.each(deployments)('about every case of the deployment: %s', (name) => {
      const plain = judged(name).filter((one) => !documented.some(({ covers }) => covers(one)));
      expect(plain.length).toBeGreaterThan(0);
      expect(differences(plain)).toEqual([]);
    });

    it.each(documented)('but for differences that are documented: $reason', ({ covers }) => {
      const covered = deployments.flatMap(judged).filter(covers);
      expect(covered.length).toBeGreaterThan(0);
      expect(differences(covered)).toHaveLength(covered.length);
    });
  });
});
