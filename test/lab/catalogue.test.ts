import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { breakDeployment } from '../../src/lab/break.js';
import { FAULTS } from '../../src/lab/catalogue/index.js';
import { proveDeployment } from '../../src/proof/prove.js';
import { EVERY_FAULT_FITS, makeDeployment, temporaryFolder } from './deployments.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let good: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  good = join(folder.path, 'good');
  await makeDeployment(good, EVERY_FAULT_FITS);
});
afterAll(() => folder.remove());

const rulesOf = (findings: readonly { rule: string }[]) => [...new Set(findings.map(({ rule }) => rule))].sort();

describe('the catalogue', () => {
  it.each(FAULTS.map((fault) => [fault.id, fault] as const))(
    '%s: verify finds exactly what it says',
    async (id, fault) => {
      const broken = join(folder.path, id);
      await breakDeployment(good, fault, broken, { environment: {}, now: new Date(), randomBytes });
      const proof = await proveDeployment([broken], { now: new Date() });
      expect(rulesOf(proof.findings)).toEqual([...fault.rules].sort());
    },
  );

  const dated = FAULTS.flatMap((fault) =>
    fault.rulesBefore95 ? [[fault.id, fault, fault.rulesBefore95] as const] : [],
  );
  it.each(dated)('%s: verify finds before 9.5 what it says of that', async (id, fault, rules) => {
    const broken = join(folder.path, `${id}-before`);
    await breakDeployment(good, fault, broken, { environment: {}, now: new Date(), randomBytes });
    const proof = await proveDeployment([broken], { now: new Date(), stackVersion: { major: 9, minor: 4 } });
    expect(rulesOf(proof.findings)).toEqual([...rules].sort());
    expect(proof.ok).toBe(false);
  });
});
