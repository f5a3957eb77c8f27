import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { DEPLOYMENT_NAMES } from './deployments.js';
import { run } from './judges.js';
import { describeWith } from './needs.js';
import { unpack } from './unpacked.js';

interface LintReport {
  readonly certificates: number;
  readonly lints: number;
  readonly complaints: readonly unknown[];
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleet-certlab-lint-'));
});
afterAll(() => rm(folder, { recursive: true }));

describeWith('go', "zlint's lints of the RFCs find nothing, not even to notice", (command) => {
  it.each(DEPLOYMENT_NAMES)('in any certificate of any bundle of the deployment: %s', async (name) => {
    const unpacked = await unpack(inject('deployments')[name]!, join(folder, name));
    const files = [...unpacked.values()].flatMap(({ bundle, folder }) =>
      [...bundle.files.keys()]
        .filter((path) => /^certs\/.*-(cert|ca)\.pem$/.test(path))
        .map((path) => join(folder, path)),
    );
    const report: LintReport = JSON.parse(await run([...command, 'lint', ...files]));
    expect(report.certificates).toBeGreaterThanOrEqual(files.length);
    expect(report.lints).toBeGreaterThan(100);
    expect(report.complaints).toEqual([]);
  });
});
