import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import { failedCasesText } from '../../src/cli/failed-cases.js';
import type { ProofCase } from '../../src/proof/types.js';

const plain = new Chalk({ level: 0 });

const failed = (change: Partial<ProofCase>): ProofCase => ({
  link: 'agent-to-fleet-server',
  client: 'agent-web-01',
  server: 'fleet-server-a',
  case: 'works',
  tls: 'TLSv1.3',
  serverName: 'a.example.com',
  expected: 'accept',
  outcome: 'refuse',
  reason: 'client: CERT_HAS_EXPIRED',
  ok: false,
  ...change,
});

describe('cases that failed', () => {
  it('are told once for both versions of TLS and all clients that fare alike', () => {
    const cases = ['agent-web-01', 'agent-db-01', 'agent-db-02'].flatMap((client) =>
      (['TLSv1.2', 'TLSv1.3'] as const).map((tls) => failed({ client, tls })),
    );
    const text = failedCasesText(cases, plain);
    expect(text.match(/FAILED/g)).toHaveLength(1);
    expect(text).toContain('agent-web-01 and 2 clients more -> fleet-server-a');
  });

  it('are one trouble where an end that refuses everybody keeps the other from its say', () => {
    const cases = ['no-client-certificate', 'stranger-client'].map((name) =>
      failed({ case: name, expected: 'refuse' }),
    );
    const text = failedCasesText(cases, plain);
    expect(text).toMatch(/^FAILED agent-to-fleet-server: not decided$/m);
    expect(text).toContain('no-client-certificate, stranger-client');
  });

  it('leave out those that ended as they must', () => {
    expect(failedCasesText([failed({ ok: true })], plain)).toBe('');
  });
});
