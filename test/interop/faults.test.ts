import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { breakDeployment } from '../../src/lab/break.js';
import { FAULTS } from '../../src/lab/catalogue/index.js';
import type { Fault } from '../../src/lab/types.js';
import { TLS_VERSIONS } from '../../src/prove/types.js';
import { type Connection, connectionOf, endsOf, type Job, openedLinks } from './connections.js';
import { judgeAll } from './judges.js';
import { unpack } from './unpacked.js';

let folder: string;
const jobs: Job[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleet-certlab-faults-'));
  const deployment = inject('deployments').mutual!;
  const base = openedLinks(await unpack(deployment, join(folder, 'base'))).map(connectionOf);
  for (const fault of FAULTS) {
    try {
      jobs.push(...(await brokenJobs(deployment, fault, base)));
    } catch (e) {
      console.log('CANNOT', fault.id, e);
    }
  }
});
afterAll(() => rm(folder, { recursive: true }));

async function brokenJobs(deployment: string, fault: Fault, base: readonly Connection[]): Promise<Job[]> {
  const copy = join(folder, fault.id);
  await breakDeployment(deployment, fault, copy, { environment: {}, now: new Date(), randomBytes });
  const all = await unpack(copy, join(folder, `${fault.id}-unpacked`));
  const own = openedLinks(all).map(connectionOf);
  const same = (a: Connection, b: Connection) => a.link === b.link && a.client === b.client && a.server === b.server;
  return base
    .filter(({ link }) => link === fault.link)
    .flatMap((connection) => {
      const ends = endsOf(all, own.find((one) => same(one, connection)) ?? connection);
      return TLS_VERSIONS.map((tls) => ({
        ...ends,
        id: `${fault.id} ${connection.client} ${connection.server} ${connection.serverName} ${tls}`,
        tls,
      }));
    });
}

it('explore', async () => {
  const results: Record<string, Record<string, unknown[]>> = {};
  for (const judge of ['go', 'goBefore', 'elasticsearch9', 'elasticsearch8', 'pythonSsl'] as const) {
    const j = inject('judges')[judge];
    if ('missing' in j) throw new Error(j.missing);
    for (const { id, ...said } of await judgeAll(j.command, jobs)) {
      const [fault, ...where] = id.split(' ');
      ((results[fault!] ??= {})[judge] ??= []).push({ where: where.join(' '), ...said });
    }
  }
  await writeFile('/tmp/team/judge-results.json', JSON.stringify(results, null, 2).replaceAll(folder + '/', ''));
  expect(jobs.length).toBeGreaterThan(0);
});
