import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { casesOf, type JudgedCase } from './cases.js';
import { differences } from './compare.js';
import { DEPLOYMENT_NAMES, type DeploymentName } from './deployments.js';
import { type JudgeName, judgeAll, type Verdict } from './judges.js';
import { describeWith } from './needs.js';

/** Who judges, and what. */
const JUDGES: readonly [JudgeName, string, readonly DeploymentName[]][] = [
  ['go', "Elastic's TLS loader", DEPLOYMENT_NAMES],
  ['goFips', "Elastic's TLS loader in its FIPS build", ['FIPS', 'one-way']],
  ['elasticsearch8', "Java, with Elasticsearch 8's own loader", DEPLOYMENT_NAMES],
  ['elasticsearch9', "Java, with Elasticsearch 9's own loader", DEPLOYMENT_NAMES],
  ['pythonSsl', "Python's ssl", DEPLOYMENT_NAMES],
  ['pythonCryptography', "the path builder of Python's cryptography", DEPLOYMENT_NAMES],
];

let folder: string;
const cases = new Map<DeploymentName, readonly JudgedCase[]>();

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
    let verdicts: ReadonlyMap<string, Verdict>;

    // All at once: a Java machine needs some hundred handshakes to become quick.
    beforeAll(async () => {
      const jobs = deployments.flatMap((name) =>
        cases.get(name)!.map(({ job }) => ({ ...job, id: `${name} ${job.id}` })),
      );
      const answers = await judgeAll(command, jobs);
      verdicts = new Map(answers.map((verdict) => [verdict.id, verdict]));
      console.log(`${title}: ${jobs.length} cases of ${deployments.length} deployments`);
    });

    it.each(deployments)('about every case of the deployment: %s', (name) => {
      const judged = cases.get(name)!;
      expect(judged.length).toBeGreaterThan(0);
      expect(
        differences(
          judged,
          judged.map(({ job }) => verdicts.get(`${name} ${job.id}`)!),
        ),
      ).toEqual([]);
    });
  });
});
