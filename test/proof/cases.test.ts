import { describe, expect, it } from 'vitest';
import { CASE_GROUPS, describeCase, explainCase } from '../../src/proof/cases.js';
import { proveDeployment } from '../../src/proof/prove.js';
import type { ProofCase } from '../../src/proof/types.js';
import { writeBundles } from './fixture.js';

const tried: ProofCase = {
  link: 'agent-to-fleet-server',
  client: 'agent-web-01',
  server: 'fleet-server-fleet.example.com',
  case: 'works',
  tls: 'TLSv1.3',
  serverName: 'fleet.example.com',
  expected: 'accept',
  outcome: 'refuse',
  reason: 'client: CERT_HAS_EXPIRED',
  ok: false,
};

describe('a case', () => {
  it('is described in words, whichever a proof has', async () => {
    const { cases } = await proveDeployment([await writeBundles()], { now: new Date() });
    for (const id of new Set(cases.map((one) => one.case))) {
      const { title, group } = describeCase(id);
      expect(title).not.toContain('*');
      expect(CASE_GROUPS).toContain(group);
    }
    expect(describeCase('server-of-agent-ca').title).toBe('a server shows a certificate of agent-ca');
  });

  it('that must work is explained by what the refusing end said', () => {
    expect(explainCase(tried).cause).toBe('a certificate on the way is no longer valid');
    expect(explainCase({ ...tried, reason: 'client: ERR_TLS_CERT_ALTNAME_INVALID' }).fix).toContain('dial a name');
    expect(explainCase({ ...tried, reason: 'server: SOMETHING_NEW' }).cause).toBe(
      'the handshake ended with server: SOMETHING_NEW',
    );
  });

  it('that must be refused is explained by what it means that it was not', async () => {
    const { cases } = await proveDeployment([await writeBundles()], { now: new Date() });
    for (const one of cases.filter(({ expected }) => expected === 'refuse')) {
      const { cause } = explainCase({ ...one, outcome: 'accept', ok: false });
      expect(cause).not.toMatch(/the handshake ended|\*/);
    }
  });

  it('that the wrong end refused says so', () => {
    expect(explainCase({ ...tried, case: 'stranger-client', expected: 'refuse' }).cause).toMatch(
      /^it was refused, but not by the end whose duty it is: /,
    );
  });
});
