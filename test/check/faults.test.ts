import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RuleId } from '../../src/check/rules/index.js';
import { breakDeployment } from '../../src/lab/break.js';
import { FAULTS } from '../../src/lab/catalogue/index.js';
import { bundleFiles } from '../create/fixture.js';
import { EVERY_FAULT_FITS, makeDeployment, temporaryFolder } from '../lab/deployments.js';
import { checkHosts } from './hosts.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let good: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  good = join(folder.path, 'good');
  await makeDeployment(good, EVERY_FAULT_FITS);
});
afterAll(() => folder.remove());

/** Bundles as such, Kibana's settings and Fleet's outputs are not what `check` is given. */
const OUT_OF_SIGHT: readonly RuleId[] = [];

/** What commands, Elasticsearch's settings and the files they name show of a fault, where that is not what `verify` finds. */
const SEEN_BY_CHECK: Readonly<Record<string, readonly RuleId[]>> = {
  'agent-ca-not-trusted-by-elasticsearch': ['client-authority-not-requested'],
  'authority-cannot-sign': ['authority-cannot-sign'],
  'authority-key-in-bundle': OUT_OF_SIGHT,
  'authority-not-sent': OUT_OF_SIGHT,
  'comma-in-es-ca': ['fleet-server-es-ca-list', 'file-missing'],
  'elasticsearch-without-tls': ['es-http-ssl-off'],
  'empty-passphrase': ['passphrase-empty'],
  'file-not-in-manifest': OUT_OF_SIGHT,
  'fingerprint-of-leaf': OUT_OF_SIGHT,
  'fingerprint-with-colons': OUT_OF_SIGHT,
  'kibana-certificate-missing': OUT_OF_SIGHT,
  'kibana-name-missing': OUT_OF_SIGHT,
  // The intermediate lies in no file that the command names.
  'missing-intermediate': ['issuer-not-trusted'],
  'no-san': ['leaf-without-san'],
  'no-server-certificate': ['server-certificate-missing', 'client-auth-without-certificate'],
  'output-without-verification': OUT_OF_SIGHT,
  'passphrase-byte-order-mark': ['passphrase-trailing-newline'],
  'passphrase-newline': ['passphrase-trailing-newline'],
  // The passphrase of Elasticsearch's key is in its keystore.
  'passphrase-not-ascii': OUT_OF_SIGHT,
  'readable-key': ['private-file-readable'],
};

describe('a fault of the lab', () => {
  it.each(FAULTS.map((fault) => [fault.id, fault] as const))('%s is found by its rules', async (id, fault) => {
    const broken = join(folder.path, id);
    const now = new Date();
    await breakDeployment(good, fault, broken, { environment: {}, now, randomBytes });
    const options = { stackVersion: { major: 9, minor: 5 }, fips: false, now };
    const results = await checkHosts(await bundleFiles(broken), options, ['agent-web-01']);
    const found = Object.values(results).flatMap(({ findings }) => findings.map(({ rule }) => rule));
    const expected = SEEN_BY_CHECK[id] ?? fault.check ?? fault.verify;
    if (expected.length === 0) expect(found).toEqual([]);
    else expect(found).toEqual(expect.arrayContaining([...expected]));
  });
});
