import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { breakDeployment } from '../../src/lab/break.js';
import { FAULTS } from '../../src/lab/catalogue/index.js';
import type { RuleId } from '../../src/rules/index.js';
import { EVERY_FAULT_FITS, makeDeployment, temporaryFolder } from '../lab/deployments.js';
import { bundleFiles } from '../make/fixture.js';
import { checkHosts } from './hosts.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let good: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  good = join(folder.path, 'good');
  await makeDeployment(good, EVERY_FAULT_FITS);
});
afterAll(() => folder.remove());

/** What a bundle shows under one rule, and the files of a host under another. */
const ON_A_HOST: Readonly<Partial<Record<RuleId, RuleId>>> = {
  'file-not-in-bundle': 'file-missing',
  'private-file-mode': 'private-file-readable',
};

/** What is not handed over: the bundles as such, Kibana's settings and Fleet's outputs, the keystore, files that nothing names. */
const NOT_HANDED_OVER: ReadonlySet<string> = new Set([
  'authority-key-in-bundle',
  'authority-not-sent',
  'file-not-in-manifest',
  'fingerprint-of-leaf',
  'fingerprint-with-colons',
  'kibana-certificate-missing',
  'kibana-name-missing',
  'output-without-verification',
  'passphrase-not-ascii',
]);

/** Fleet's outputs are not handed over either. */
const needsNoOutput = (rule: RuleId) => !rule.startsWith('output-');

/** The intermediate lies in no file that a command names. */
const SEEN_INSTEAD: Readonly<Record<string, readonly RuleId[]>> = { 'missing-intermediate': ['issuer-not-trusted'] };

describe('a fault of the lab', () => {
  it.each(FAULTS.map((fault) => [fault.id, fault] as const))('%s is found by its rules', async (id, fault) => {
    const broken = join(folder.path, id);
    const now = new Date();
    await breakDeployment(good, fault, broken, { environment: {}, now, randomBytes });
    const options = { stackVersion: { major: 9, minor: 5 }, fips: false, now };
    const results = await checkHosts(await bundleFiles(broken), options, ['agent-web-01']);
    const found = Object.values(results).flatMap(({ findings }) => findings.map(({ rule }) => rule));
    const expected = SEEN_INSTEAD[id] ?? fault.rules.filter(needsNoOutput).map((rule) => ON_A_HOST[rule] ?? rule);
    if (NOT_HANDED_OVER.has(id)) expect(found).toEqual([]);
    else expect(found).toEqual(expect.arrayContaining([...expected]));
  });
});
