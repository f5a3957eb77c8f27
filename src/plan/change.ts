import type { Deployment } from '../deployment/types.js';
import { CertlabError } from '../errors.js';
import { formatName } from '../x509/write/names.js';
import type { KeyType, Validity } from '../x509/write/types.js';
import { CERTIFICATE_KINDS, planAuthority } from './certificates.js';
import { planDeployment } from './plan.js';
import type { AuthorityName, CertificateName, Plan, PlannedAuthority, PlannedCertificate } from './types.js';

/** What is known of a certificate that exists. Times are RFC 3339. */
export interface Existing {
  readonly name: AuthorityName | CertificateName;
  readonly subject: string;
  readonly issuer: string;
  /** `DNS:name` or `IP:address`. */
  readonly subjectAltNames: readonly string[];
  readonly keyType: string;
  readonly keyEncrypted: boolean;
  readonly notBefore: string;
  readonly notAfter: string;
}

/** The CA that signs for one name. */
export interface SigningAuthority extends Existing {
  readonly name: AuthorityName;
  readonly generation: number;
}

/** A host that has a bundle. */
export interface ExistingHost {
  readonly id: string;
  readonly certificates: readonly Existing[];
}

/** Why a certificate is made although there is one. */
export type RenewReason = 'names changed' | 'new CA' | 'key protection changed' | 'renewal';

/** What is done about one certificate of a host. */
export type CertificateAction =
  | { readonly kind: 'keep' }
  | { readonly kind: 'issue' }
  | { readonly kind: 'renew'; readonly reason: RenewReason };

/** A plan compared with what exists: pure data, printable before anything is made. */
export interface Change {
  /** The deployment as it will be. What is kept has its own validity and key type in it. */
  readonly plan: Plan;
  /** CAs that have to be made. */
  readonly newAuthorities: readonly PlannedAuthority[];
  /** By host id, then by certificate. */
  readonly actions: ReadonlyMap<string, ReadonlyMap<CertificateName, CertificateAction>>;
  /** Ids of hosts that go. */
  readonly removed: readonly string[];
}

export interface ChangeInput {
  readonly deployment: Deployment;
  readonly hosts: readonly ExistingHost[];
  readonly authorities: readonly SigningAuthority[];
  readonly now: Date;
  /** Whether a certificate is to be renewed although nothing else asks for it. */
  readonly isDue?: (host: ExistingHost, certificate: Existing) => boolean;
}

/**
 * Compares the deployment that is wanted with what exists. A certificate is kept when its subject, its names, the protection
 * of its key and its CA are as planned, and it is not due.
 *
 * @throws CertlabError ERR_INPUT as planDeployment does, ERR_PKI when a CA has expired that would have to sign
 */
export function planChange(input: ChangeInput): Change {
  const { deployment, now } = input;
  const fresh = planDeployment(deployment, now);
  const before = new Map(input.hosts.map((host) => [host.id, host]));
  const authorities = fresh.authorities.map((planned) => authorityFor(planned, input));
  const signers = new Map(authorities.map(({ authority }) => [authority.name, authority]));
  const actions = new Map<string, ReadonlyMap<CertificateName, CertificateAction>>();
  const hosts = fresh.hosts.map((host) => {
    const existing = before.get(host.id);
    const decided = host.certificates.map((planned) => decide(planned, existing, signers, input));
    actions.set(host.id, new Map(decided.map(({ planned, action }) => [planned.name, action])));
    return { ...host, certificates: decided.map(({ planned }) => planned) };
  });
  const kept = new Set(hosts.map(({ id }) => id));
  return {
    plan: { ...fresh, authorities: [...signers.values()], hosts },
    newAuthorities: authorities.filter(({ isNew }) => isNew).map(({ authority }) => authority),
    actions,
    removed: input.hosts.filter(({ id }) => !kept.has(id)).map(({ id }) => id),
  };
}

function authorityFor(
  planned: PlannedAuthority,
  { authorities, deployment }: ChangeInput,
): { authority: PlannedAuthority; isNew: boolean } {
  const existing = authorities.find(({ name }) => name === planned.name);
  if (existing === undefined) return { authority: planned, isNew: true };
  const { validity, keyType } = asMade(existing);
  return {
    authority: { ...planAuthority(planned.name, deployment, validity, existing.generation), keyType },
    isNew: false,
  };
}

function decide(
  planned: PlannedCertificate,
  host: ExistingHost | undefined,
  signers: ReadonlyMap<AuthorityName, PlannedAuthority>,
  { now, isDue }: ChangeInput,
): { planned: PlannedCertificate; action: CertificateAction } {
  const signer = signers.get(CERTIFICATE_KINDS[planned.name].authority)!;
  const existing = host?.certificates.find(({ name }) => name === planned.name);
  const reason =
    existing && (difference(planned, existing, signer) ?? (isDue?.(host!, existing) ? 'renewal' : undefined));
  if (existing && reason === undefined)
    return { planned: { ...planned, ...asMade(existing) }, action: { kind: 'keep' } };
  return {
    planned: { ...planned, validity: within(planned.validity, signer, now) },
    action: reason === undefined ? { kind: 'issue' } : { kind: 'renew', reason },
  };
}

function difference(
  planned: PlannedCertificate,
  existing: Existing,
  signer: PlannedAuthority,
): RenewReason | undefined {
  if (formatName(signer.subject) !== existing.issuer) return 'new CA';
  const names = planned.subjectAltNames.map(({ type, value }) => `${type.toUpperCase()}:${value}`);
  if (!sameNames(names, existing.subjectAltNames) || formatName(planned.subject) !== existing.subject) {
    return 'names changed';
  }
  return (planned.passphrase !== 'none') === existing.keyEncrypted ? undefined : 'key protection changed';
}

/** The order of names means nothing to a verifier. */
const sameNames = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && new Set([...some, ...others]).size === some.length;

/** What stays of a certificate, whatever would be chosen today. */
const asMade = ({ notBefore, notAfter, keyType }: Existing): { validity: Validity; keyType: KeyType } => ({
  validity: { notBefore: new Date(notBefore), notAfter: new Date(notAfter) },
  keyType: keyType as KeyType,
});

/** A certificate ends with its CA at the latest: from then on nothing it signed is accepted (RFC 5280 section 6.1.3). */
function within(validity: Validity, { name, validity: { notAfter } }: PlannedAuthority, now: Date): Validity {
  if (notAfter <= now) {
    throw new CertlabError({
      code: 'ERR_PKI',
      message: `${name} expired on ${notAfter.toISOString().slice(0, 10)} and cannot sign`,
      hint: `make a new generation of it: rotate --authority ${name}`,
    });
  }
  return notAfter < validity.notAfter ? { ...validity, notAfter } : validity;
}
