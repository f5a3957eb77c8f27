import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { writeBundles } from '../prove/fixture.js';
import { casesOf } from './cases.js';
import { DEPLOYMENTS } from './deployments.js';
import { judgeAll } from './judges.js';

const judges = inject('judges');

describe.each(['go', 'elasticsearch8', 'elasticsearch9'] as const)('%s', (j) => {
  it.each(Object.entries(DEPLOYMENTS))('%s', async (_, overrides) => {
    const folder = await writeBundles({ overrides });
    const cases = await casesOf(folder, await mkdtemp(join(tmpdir(), 'interop-')));
    if ('missing' in judges[j]) throw new Error(judges[j].missing);
    const t = Date.now();
    const verdicts = await judgeAll(
      judges[j].command,
      cases.map(({ job }) => job),
    );
    console.log(cases.length, 'cases', Date.now() - t, 'ms');
    cases.forEach(({ proof, job }, i) => {
      const v = verdicts[i]!;
      if (v.accepted !== (proof.outcome === 'accept')) console.log('DIFF', job.id, proof.tls, proof.reason, v);
    });
    const seen = new Set();
    cases.forEach(({ proof }, i) => {
      const v = verdicts[i]!;
      const s = JSON.stringify([
        proof.case,
        proof.reason.replace(/ at .*/, ''),
        v.server?.replace(/0x\w+|\d+ ->.*/g, ''),
        v.client,
        v.log,
        v.serverLoad,
        v.clientLoad,
      ]);
      if (!seen.has(s)) console.log(s);
      seen.add(s);
    });
    expect(verdicts.length).toBe(cases.length);
  });
});
