import { expect, it } from 'vitest';
import type { ProofCase } from '../../src/proof/types.js';
import { differences } from './compare.js';
import type { Verdict } from './judges.js';

const proof: Omit<ProofCase, 'outcome' | 'reason'> = {
  link: 'agent-to-fleet-server',
  client: 'agent-web-01',
  server: 'fleet-server-fleet',
  case: 'stranger-client',
  tls: 'TLSv1.3',
  serverName: 'fleet.example.com',
  expected: 'refuse',
  ok: true,
};
const refused = { ...proof, outcome: 'refuse', reason: 'server: INVALID_PURPOSE' } as const;
const accepted = { ...proof, outcome: 'accept', reason: 'both ends read a byte' } as const;

const compare = (decided: ProofCase, said: Omit<Verdict, 'id'>) =>
  differences([{ proof: decided, job: { id: 'x', server: {}, client: {}, dial: '' }, verdict: { id: 'x', ...said } }]);

it.each([
  ['a judge that accepts what verify refused', refused, { accepted: true }],
  ['a judge that refuses what verify accepted', accepted, { accepted: false, server: 'x509: unknown authority' }],
  ['a refusal by the other end', refused, { accepted: false, client: 'x509: unknown authority' }],
  ['a refusal by both ends', refused, { accepted: false, client: 'x509: bad', server: 'x509: bad' }],
  ['an end that could not even start', refused, { accepted: false, clientLoad: 'no PEM blocks' }],
  ['a refusal that nobody explains', refused, { accepted: false, client: 'EOF' }],
] as const)('a difference is found: %s', (_, decided, said) => {
  expect(compare(decided, said)).toHaveLength(1);
});

it.each([
  [
    'the same refusal, which the other end only heard of',
    refused,
    { accepted: false, server: 'x509: bad', client: 'remote error: tls: bad certificate' },
  ],
  ['the same acceptance', accepted, { accepted: true }],
] as const)('no difference is found: %s', (_, decided, said) => {
  expect(compare(decided, said)).toEqual([]);
});
