import { describe, expect, it } from 'vitest';
import { LINK_IDS } from '../../src/plan/types.js';
import { renderMatrix, summariseProof } from '../../src/proof/summary.js';
import type { Proof, ProofCase } from '../../src/proof/types.js';

const decided = (change: Partial<ProofCase>): ProofCase => ({
  link: 'agent-to-fleet-server',
  client: 'agent-web-01',
  server: 'fleet-server-a',
  case: 'works',
  tls: 'TLSv1.3',
  serverName: 'a',
  expected: 'accept',
  outcome: 'accept',
  reason: '',
  ok: true,
  ...change,
});

const proof = (cases: ProofCase[]): Proof => ({ cases, findings: [], links: [], installs: [], ok: true });

const refused = decided({ case: 'wrong-name', expected: 'refuse', outcome: 'refuse' });
const broken = decided({ link: 'kibana-to-elasticsearch', outcome: 'refuse', ok: false });

describe('the proof line', () => {
  it('counts links and handshakes, and nothing that was no handshake', () => {
    const cases = [decided({}), decided({ tls: 'TLSv1.2' }), refused, decided({ case: 'valid-now', tls: 'rule' })];
    expect(summariseProof(proof(cases))).toBe(
      'proof: 1 link, 3 handshakes: 2 accepted, 1 refused as they must; 0 findings',
    );
  });

  it('says how many went wrong', () => {
    expect(summariseProof(proof([decided({}), broken]))).toContain(
      '1 accepted, 0 refused as they must, 1 not as they must',
    );
  });
});

describe('the matrix', () => {
  it('has a row for each case and a numbered column for each link', () => {
    expect(renderMatrix(proof([decided({}), refused, broken]))).toBe(
      [
        '1  agent-to-fleet-server',
        '2  kibana-to-elasticsearch',
        '',
        '             1      2',
        'works        ok 1   FAILED 1 of 1',
        'wrong-name   ok 1   -',
        '',
        'ok 2: two went as they must; -: no case of this link; report.html describes each',
      ].join('\n'),
    );
  });

  it('of no case says so', () => {
    expect(renderMatrix(proof([]))).toBe('nothing to try: no link has both of its ends here');
  });

  it('fits a terminal of 80 columns with all five links', () => {
    const cases = LINK_IDS.flatMap((link) =>
      Array.from({ length: 12 }, () => decided({ link, case: 'no-client-certificate' })),
    );
    for (const line of renderMatrix(proof(cases)).split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });
});
