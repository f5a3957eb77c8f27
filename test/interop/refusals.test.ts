import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { REFUSALS } from '../x509/read/refusals.js';
import type { FileVerdict } from './collections/compared.js';
import { run } from './judges.js';
import { describeWith } from './needs.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleet-certlab-refusals-'));
  for (const [index, [, { content }]] of REFUSALS.entries()) await writeFile(join(folder, `${index}.pem`), content);
  const curve = ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'];
  execFileSync('openssl', ['genpkey', ...curve, '-out', join(folder, 'key.pem')], { stdio: 'ignore' });
});
afterAll(() => rm(folder, { recursive: true }));

async function judged(command: readonly string[]): Promise<FileVerdict[]> {
  const files = REFUSALS.map((_, index) => join(folder, `${index}.pem`));
  return JSON.parse(
    await run([...command, 'files'], { input: JSON.stringify({ key: join(folder, 'key.pem'), files }) }),
  );
}

describeWith('go', "Elastic's TLS loader", (command) => {
  let verdicts: FileVerdict[];
  beforeAll(async () => {
    verdicts = await judged(command);
  });

  it.each(REFUSALS.map(([what, { go }], index) => ({ what, go, index })))('decides so: $what', ({ go, index }) => {
    const { certificate, file } = verdicts[index]!;
    expect(certificate?.replace(` (${file})`, '')).toBe(go);
  });
});

describeWith('elasticsearch9', 'Elasticsearch 9', (command) => {
  let verdicts: FileVerdict[];
  beforeAll(async () => {
    verdicts = await judged(command);
  });

  it.each(REFUSALS.map(([what, { elasticsearch }], index) => ({ what, elasticsearch, index })))(
    'decides so: $what',
    ({ elasticsearch, index }) => {
      const { certificate, authorities } = verdicts[index]!;
      const dueTo = (text: string | undefined) => / due to (.*?)(; caused by|$)/.exec(text ?? '')?.[1];
      expect([dueTo(certificate), dueTo(authorities)]).toEqual([elasticsearch, elasticsearch]);
    },
  );
});
