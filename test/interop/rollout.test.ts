import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectionOf, endsOf, type Job, openedLinks } from './connections.js';
import { type JudgeName, judgeAll, run } from './judges.js';
import { describeWith } from './needs.js';
import { type Unpacked, unpack } from './unpacked.js';

const PROGRAM = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

const JUDGES: readonly [JudgeName, string][] = [
  ['go', "Elastic's TLS loader"],
  ['goBefore', "Elastic's TLS loader of the releases before 9.5"],
  ['elasticsearch9', "Java, with Elasticsearch 9's own loader"],
];

const CREATE = [
  ...['create', '--mode', 'mutual', '--fleet-url', 'https://fleet.example.com:8220', '--no-verify', '--quiet'],
  ...['--es-url', 'https://es.example.com:9200', '--kibana-url', 'https://kibana.example.com', '--agent', 'web-01'],
];
const CAS = ['fleet-ca', 'agent-ca', 'es-ca'].flatMap((name) => ['--authority', name]);

/** What makes each step: all CAs are replaced at once. */
const STEPS = [['rotate', 'fleet', ...CAS], ...[2, 3].map(() => ['rollout', 'fleet', '--next'])];

type Host = ReadonlyMap<string, Unpacked>;

let folder: string;
const jobs: (Job & { readonly expected: boolean })[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleet-certlab-rollout-'));
  const program = (...words: readonly string[]) => run([process.execPath, PROGRAM, ...words], { cwd: folder });
  await program(...CREATE, '--out', 'fleet');
  const at: Host[] = [await unpack(join(folder, 'fleet'), join(folder, 'step-0'))];
  for (const [index, words] of STEPS.entries()) {
    await program(...words, '--no-verify', '--quiet');
    const step = index + 1;
    at.push(await unpack(join(folder, 'fleet'), join(folder, `step-${step}`)));
    const ages = [at[step - 1]!, at[step]!];
    for (const [client, clients] of ages.entries()) {
      for (const [server, servers] of ages.entries()) {
        await add(`step ${step}, client ${client}, server ${server}`, clients, servers, true);
      }
    }
  }
  // At the last step nobody accepts what the old CAs signed.
  await add('retired servers', at[3]!, at[0]!, false);
  await add('retired clients', at[0]!, at[3]!, false);
});

afterAll(() => rm(folder, { recursive: true }));

/** Every link between the clients of one step and the servers of another, in both versions of TLS. */
async function add(title: string, clients: Host, servers: Host, expected: boolean): Promise<void> {
  for (const link of await openedLinks(clients)) {
    const connection = connectionOf(link);
    const { server, elasticsearch } = endsOf(servers, connection);
    const { client, dial } = endsOf(clients, connection);
    for (const tls of ['TLSv1.2', 'TLSv1.3'] as const) {
      const id = `${title}: ${connection.link} of ${connection.client}, ${tls}`;
      jobs.push({ id, server, client, dial, tls, ...(elasticsearch && { elasticsearch }), expected });
    }
  }
}

describe.each(JUDGES)('%s', (judge, title) => {
  describeWith(judge, `${title} accepts hosts at neighboring steps of a rollout and rejects retired CAs`, (command) => {
    it('on every link', async () => {
      const verdicts = new Map((await judgeAll(command, jobs)).map((verdict) => [verdict.id, verdict]));
      const wrong = jobs.filter(({ id, expected }) => verdicts.get(id)?.accepted !== expected);
      expect(wrong.map(({ id }) => [id, verdicts.get(id)])).toEqual([]);
      expect(jobs.filter(({ expected }) => expected)).toHaveLength(3 * 4 * 5 * 2);
    });
  });
});
