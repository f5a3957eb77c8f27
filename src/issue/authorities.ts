import { randomBytes as cryptoRandomBytes } from 'node:crypto';
import type { Secrets } from '../deployment/types.js';
import type { AuthorityName, Plan, PlannedAuthority } from '../plan/types.js';
import { issueAuthority } from '../x509/write/certificate.js';
import { loadIssuer } from '../x509/write/issuer.js';
import { generateKeyPair } from '../x509/write/keys.js';
import { toPem } from '../x509/write/pem.js';
import { randomSerial } from '../x509/write/serial.js';
import { inOrder } from './in-order.js';
import { limiter } from './limit.js';
import { type LockOptions, lockKey } from './locked-key.js';
import { defaultConcurrency, type IssueOptions } from './options.js';
import { stopOn } from './stop.js';
import type { AuthorityMaterial } from './types.js';

/**
 * Makes every authority of the plan, in the plan's order.
 * @throws CertlabError ERR_CANCELLED when the signal aborts; see {@link lockKey} and {@link issueAuthority}.
 */
export async function issueAuthorities(
  plan: Plan,
  secrets: Secrets,
  options: IssueOptions = {},
): Promise<ReadonlyMap<AuthorityName, AuthorityMaterial>> {
  const { kdfIterations } = plan.deployment;
  const { randomBytes = cryptoRandomBytes, signal, onProgress } = options;
  const concurrency = options.concurrency ?? defaultConcurrency(plan.authorities, kdfIterations);
  const lock: LockOptions = { secrets, iterations: kdfIterations, randomBytes };
  const stop = stopOn(signal);
  const limit = limiter(concurrency, stop.signal);
  const total = plan.authorities.length;
  const authorities = new Map<AuthorityName, AuthorityMaterial>();
  try {
    const work = (planned: PlannedAuthority) => limit(() => makeAuthority(planned, lock));
    for await (const authority of inOrder(plan.authorities, work, { ahead: total, signal: stop.signal })) {
      authorities.set(authority.name, authority);
      onProgress?.(authorities.size, total);
    }
  } finally {
    stop.end();
  }
  return authorities;
}

async function makeAuthority(plan: PlannedAuthority, lock: LockOptions): Promise<AuthorityMaterial> {
  const keyPair = await generateKeyPair(plan.keyType);
  const der = issueAuthority(plan, keyPair, { serial: randomSerial(lock.randomBytes) });
  const { key, passphrase } = await lockKey(plan, keyPair.privateKey, lock);
  const certificate = toPem('CERTIFICATE', der);
  return {
    plan,
    name: plan.name,
    certificate,
    trusted: certificate,
    der,
    key,
    ...(plan.passphrase === 'generate' && passphrase !== undefined ? { generatedPassphrase: passphrase } : {}),
    issuer: loadIssuer(der, keyPair.privateKey),
  };
}
