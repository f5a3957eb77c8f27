import type { KeyObject } from 'node:crypto';
import { isAtLeast } from '../../deployment/versions.js';
import type { NamedFile, NamedPair, Presented } from '../../setup/pairs.js';
import { belongsTo } from '../../x509/read/native.js';
import { finding } from '../index.js';
import type { Finding, JudgeOptions } from '../types.js';
import { judgeChain } from './certificates.js';
import { judgeKey } from './open-key.js';

/** Judges a pair: whether its program opens the key, whether the key belongs to the certificate, and what it presents. */
export function judgePair(pair: NamedPair, options: JudgeOptions): Finding[] {
  const { certificate, key, opened, presented, purpose } = pair;
  const findings = [...judgeKey(pair, options), ...judgeForDefend(pair, options)];
  if (!presented) return findings;
  const chain = judgeChain(presented, purpose, options);
  if (!certificate || !key || !opened || presented.key) return [...findings, ...chain];
  const other = presented.chain.findIndex((one) => belongsTo(opened, one));
  // Where the key's own certificate comes later in the file, the order is all that is wrong.
  return [...findings, mismatch(certificate, key, presented.chain, opened, other), ...(other > 0 ? [] : chain)];
}

/** Elastic Defend presents what the agent's command and policy name (Elastic docs-content#1133). */
function judgeForDefend({ key, opened, purpose, reader }: NamedPair, { stackVersion }: JudgeOptions): Finding[] {
  const isEc = opened?.asymmetricKeyType === 'ec';
  if (!key || !isEc || purpose !== 'client' || reader.program !== 'elastic-agent') return [];
  return isAtLeast(stackVersion, '9.1') ? [] : [finding('defend-key-type', key.where)];
}

function mismatch(
  certificate: NamedFile,
  file: NamedFile,
  chain: Presented['chain'],
  key: KeyObject,
  other: number,
): Finding {
  const sameType = chain[0].publicKey?.asymmetricKeyType === key.asymmetricKeyType;
  return finding('key-mismatch', file.where, {
    says: sameType ? 'tls: private key does' : 'tls: private key type',
    detail:
      other > 0
        ? `it belongs to certificate ${other + 1} of ${certificate.path}`
        : `not the key of ${certificate.path}`,
  });
}
