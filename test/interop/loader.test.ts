import type { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { LinkId } from '../../src/plan/types.js';
import { inspect } from '../../src/x509/read/material.js';
import { refusals } from './compare.js';
import { connectionOf, endsOf, type Job, openedLinks } from './connections.js';
import { judgeAll } from './judges.js';
import { describeWith } from './needs.js';
import type { SslSettings } from './settings.js';
import { unpack } from './unpacked.js';

/** What a row changes about a connection that works, from the files both ends were given. */
type Change = (job: Job, authority: X509Certificate) => Partial<Pick<Job, 'server' | 'client' | 'dial'>>;

const hex = ({ fingerprint256 }: X509Certificate): string => fingerprint256.replaceAll(':', '');

/** The client trusts by fingerprint alone. */
const trusting =
  (fingerprint: (authority: X509Certificate) => string): Change =>
  ({ client: { certificate_authorities: _, ...client } }, authority) => ({
    client: { ...client, ca_trusted_fingerprint: fingerprint(authority) },
  });

const listing =
  (end: 'server' | 'client', change: (authorities: readonly string[]) => string[]): Change =>
  (job) => ({ [end]: { ...job[end], certificate_authorities: change(job[end].certificate_authorities ?? []) } });

/**
 * What the rules of this program know of Elastic's loader: by the one that 9.5 ships, and by that of the releases before
 * where it is another. None where it accepts.
 */
const ROWS: readonly {
  readonly what: string;
  readonly link: LinkId;
  readonly change: Change;
  readonly says?: string;
  readonly before?: { readonly says?: string };
}[] = [
  {
    what: 'takes a trusted fingerprint in lower case',
    link: 'agent-to-elasticsearch',
    change: trusting((authority) => hex(authority).toLowerCase()),
  },
  {
    what: 'takes a trusted fingerprint in upper case',
    link: 'agent-to-elasticsearch',
    change: trusting((authority) => hex(authority).toUpperCase()),
  },
  {
    what: 'takes no colons in a trusted fingerprint',
    link: 'agent-to-elasticsearch',
    change: trusting(({ fingerprint256 }) => fingerprint256),
    says: "decode 'ca_trusted_fingerprint': encoding/hex: invalid byte: U+003A ':'",
  },
  {
    what: 'trusts nobody by a fingerprint that nobody sends',
    link: 'agent-to-elasticsearch',
    change: trusting(() => '00'.repeat(32)),
    says: 'x509: certificate signed by unknown authority',
  },
  {
    what: "compares the name that an agent dials, and falls back to no other's",
    link: 'agent-to-elasticsearch',
    change: () => ({ dial: 'another-host.invalid' }),
    says: 'not another-host.invalid',
  },
  {
    what: 'compares no name where it is told none, as by Fleet Server for Elasticsearch',
    link: 'fleet-server-to-elasticsearch',
    change: () => ({ dial: '' }),
  },
  {
    what: "shows an agent's certificate also where the server does not list its authority",
    link: 'agent-to-fleet-server',
    change: listing('server', (authorities) => authorities.filter((path) => !path.endsWith('agent-ca.pem'))),
    says: 'tls: failed to verify certificate: x509: certificate signed by unknown authority',
    before: { says: "tls: client didn't provide a certificate" },
  },
  {
    what: 'starts when one of several authorities cannot be read',
    link: 'agent-to-fleet-server',
    change: listing('client', (authorities) => [...authorities, '/etc/fleet-tls/missing.pem']),
    before: { says: 'no such file or directory' },
  },
  {
    what: 'does not start when none of them can be read',
    link: 'agent-to-fleet-server',
    change: listing('client', () => ['/etc/fleet-tls/missing.pem']),
    says: 'no such file or directory',
  },
];

let folder: string;
let jobs: readonly Job[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleet-certlab-loader-'));
  const all = await unpack(inject('deployments').mutual!, folder);
  const connections = (await openedLinks(all)).map(connectionOf);
  jobs = await Promise.all(
    ROWS.map(async ({ what, link, change }) => {
      const connection = connections.find((one) => one.link === link && !one.serverName.includes(':'))!;
      const job: Job = { id: what, tls: 'TLSv1.3', ...endsOf(all, connection) };
      return { ...job, ...change(job, await authorityOf(job.client)) };
    }),
  );
});
afterAll(() => rm(folder, { recursive: true }));

async function authorityOf({ certificate_authorities = [] }: SslSettings): Promise<X509Certificate> {
  return inspect(await readFile(certificate_authorities[0]!)).certificates[0]!.x509;
}

describe.each([
  ['go', "Elastic's TLS loader"],
  ['goBefore', "Elastic's TLS loader of the releases before 9.5"],
] as const)('%s', (judge, title) => {
  describeWith(judge, title, (command) => {
    it.each(ROWS.map((row) => [row.what, row] as const))('%s', async (what, { says, before }) => {
      const expected = judge === 'goBefore' && before !== undefined ? before.says : says;
      const [verdict] = await judgeAll(
        command,
        jobs.filter(({ id }) => id === what),
      );
      const texts = refusals(verdict!).map(({ text }) => text);
      expect(texts).toEqual(expected === undefined ? [] : [expect.stringContaining(expected)]);
    });
  });
});
