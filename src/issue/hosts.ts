import { createPrivateKey, createPublicKey, randomBytes as cryptoRandomBytes } from 'node:crypto';
import type { Secrets } from '../deployment/types.js';
import type { AuthorityName, CertificateName, Plan, PlannedCertificate, PlannedHost } from '../plan/types.js';
import { issueCertificate } from '../x509/write/certificate.js';
import { subjectPublicKey } from '../x509/write/key-info.js';
import { generateKeyPair } from '../x509/write/keys.js';
import { fromPem, toPem } from '../x509/write/pem.js';
import { readCertificate } from '../x509/write/read.js';
import { randomSerial } from '../x509/write/serial.js';
import { inOrder } from './in-order.js';
import { limiter } from './limit.js';
import { type LockOptions, lockKey } from './locked-key.js';
import { defaultConcurrency, type IssueOptions } from './options.js';
import { stopOn } from './stop.js';
import type {
  AuthorityCertificate,
  HeldCertificate,
  IssuedCertificate,
  IssuedHost,
  IssuingAuthority,
} from './types.js';

/**
 * What a server sends is the leaf and its authority: `ca_trusted_fingerprint` is compared with the certificates that
 * arrive in the handshake.
 */
const SENT_WITH_AUTHORITY: ReadonlySet<CertificateName> = new Set(['fleet-cert', 'es-cert']);

/** Hosts made ahead of the one that is waited for: RSA keys take from 0.3 to 3 times the average. */
const AHEAD = 32;

type Authorities = ReadonlyMap<AuthorityName, IssuingAuthority>;

/** What a host has already, by certificate. */
export type Held = ReadonlyMap<CertificateName, HeldCertificate>;

export interface IssueHostsOptions extends IssueOptions {
  /** What a host has already; nothing unless given. */
  readonly heldBy?: (host: PlannedHost) => Promise<Held>;
}

/**
 * Makes the keys and certificates of every host, gives them to `use` and yields what it returns in the plan's order. Only a
 * few hosts are in memory: work goes on ahead of the consumer up to a fixed number of hosts, and stops when the consumer does.
 * @throws CertlabError ERR_CANCELLED when the signal aborts; see {@link lockKey} and {@link issueCertificate}.
 */
export async function* issueHosts<T>(
  plan: Plan,
  authorities: Authorities,
  secrets: Secrets,
  use: (issued: IssuedHost) => Promise<T>,
  options: IssueHostsOptions = {},
): AsyncGenerator<T, void, undefined> {
  const { kdfIterations } = plan.deployment;
  const planned = plan.hosts.flatMap(({ certificates }) => certificates);
  const { randomBytes = cryptoRandomBytes, signal, onProgress, heldBy } = options;
  const concurrency = options.concurrency ?? defaultConcurrency(planned, kdfIterations);
  const lock: LockOptions = { secrets, iterations: kdfIterations, randomBytes };
  const stop = stopOn(signal);
  const limit = limiter(concurrency, stop.signal);
  let done = 0;

  const makeOne = async (one: PlannedCertificate, held: HeldCertificate | undefined): Promise<IssuedCertificate> => {
    const issued =
      held?.keep === 'certificate'
        ? heldCertificate(one, held)
        : await limit(() => makeCertificate(one, authorityOf(authorities, one.authority), lock, held));
    done += 1;
    onProgress?.(done, planned.length);
    return issued;
  };
  const makeHost = async (host: PlannedHost): Promise<T> => {
    const held = await heldBy?.(host);
    return use({
      host,
      authorities: Object.fromEntries(
        host.authorities.map((name) => [name, publicPart(authorityOf(authorities, name))]),
      ),
      certificates: await Promise.all(host.certificates.map((one) => makeOne(one, held?.get(one.name)))),
    });
  };

  try {
    yield* inOrder(plan.hosts, makeHost, { ahead: AHEAD, signal: stop.signal });
  } finally {
    stop.end();
  }
}

async function makeCertificate(
  plan: PlannedCertificate,
  { issuer, certificate }: IssuingAuthority,
  lock: LockOptions,
  held: HeldCertificate | undefined,
): Promise<IssuedCertificate> {
  if (issuer === undefined) throw new Error(`${plan.authority} is to sign and its key was not loaded`);
  const { publicKey, privateKey } = held?.keep === 'key' ? pairOf(held) : await generateKeyPair(plan.keyType);
  const key = subjectPublicKey(publicKey);
  const serial = randomSerial(lock.randomBytes);
  const der = issueCertificate(plan, key, issuer, { serial });
  const leaf = toPem('CERTIFICATE', der);
  return {
    plan,
    name: plan.name,
    certificate: SENT_WITH_AUTHORITY.has(plan.name) ? leaf + certificate : leaf,
    der,
    serial,
    spki: key.spki,
    // The passphrase stays too: Elastic Agent reads a changed one only when it starts.
    ...(held?.keep === 'key'
      ? lockedAs(held)
      : await lockKey(plan, privateKey, { ...lock, passphrase: held?.passphrase })),
  };
}

function pairOf({ key, passphrase }: HeldCertificate) {
  const privateKey = createPrivateKey({ key, ...(passphrase !== undefined && { passphrase }) });
  return { privateKey, publicKey: createPublicKey(privateKey) };
}

const lockedAs = ({ key, passphrase }: HeldCertificate) => ({ key, ...(passphrase !== undefined && { passphrase }) });

function heldCertificate(
  plan: PlannedCertificate,
  { certificate, key, passphrase }: HeldCertificate,
): IssuedCertificate {
  const { der } = fromPem(certificate)[0]!;
  const { serial, spki } = readCertificate(der);
  return {
    plan,
    name: plan.name,
    certificate,
    der,
    serial,
    spki,
    key,
    ...(passphrase !== undefined && { passphrase }),
  };
}

function authorityOf(authorities: Authorities, name: AuthorityName): IssuingAuthority {
  const authority = authorities.get(name);
  if (authority === undefined) throw new Error(`the plan names ${name} and does not make it`);
  return authority;
}

const publicPart = ({ name, certificate, der, trusted }: IssuingAuthority): AuthorityCertificate => ({
  name,
  certificate,
  der,
  trusted,
});
