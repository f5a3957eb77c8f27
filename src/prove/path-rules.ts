import type { X509Certificate } from 'node:crypto';
import type { Finding } from '../check/types.js';
import {
  allows,
  CLIENT_AUTH,
  type FoundCertificate,
  inspectCertificate,
  SERVER_AUTH,
} from '../x509/read/certificate.js';
import { type BundleRule, found } from './findings.js';
import type { Identity } from './identity.js';
import type { CertificatePath } from './paths.js';

export type Purpose = 'serverAuth' | 'clientAuth';
const PURPOSES = { serverAuth: SERVER_AUTH, clientAuth: CLIENT_AUTH } as const;

/** A certificate on the way from a leaf to an authority. */
interface Step {
  readonly certificate: FoundCertificate;
  /** How many intermediates lie below it. */
  readonly below: number;
  readonly purpose: Purpose;
  readonly now: Date;
}

interface StepRule {
  readonly rule: BundleRule | Readonly<Record<Purpose, BundleRule>>;
  readonly broken: (step: Step) => boolean;
}

const LEAF_RULES: readonly StepRule[] = [
  { rule: 'certificate-expired', broken: ({ certificate, now }) => now > certificate.validTo },
  { rule: 'certificate-not-yet-valid', broken: ({ certificate, now }) => now < certificate.validFrom },
  {
    rule: { serverAuth: 'server-usage-missing', clientAuth: 'client-usage-missing' },
    broken: ({ certificate, purpose }) => !allows(certificate, PURPOSES[purpose]),
  },
  {
    rule: 'key-usage-without-signature',
    broken: ({ certificate: { keyUsage } }) => keyUsage !== undefined && !keyUsage.includes('digitalSignature'),
  },
  {
    // An address is compared with entries of type iPAddress alone (RFC 5280 section 4.2.1.6).
    rule: 'address-in-dns-san',
    broken: ({ certificate: { names } }) =>
      names.some(({ kind, value }) => kind === 'dns' && /^[0-9.]+$|:/.test(value)),
  },
];

const AUTHORITY_RULES: readonly StepRule[] = [
  {
    rule: 'authority-expired',
    broken: ({ certificate, now }) => now > certificate.validTo || now < certificate.validFrom,
  },
  {
    rule: 'authority-usage-forbids',
    broken: ({ certificate, purpose }) => !allows(certificate, PURPOSES[purpose]),
  },
  {
    rule: 'authority-cannot-sign',
    broken: ({ certificate: { keyUsage } }) => keyUsage !== undefined && !keyUsage.includes('keyCertSign'),
  },
  {
    rule: 'authority-path-length',
    broken: ({ certificate: { pathLength }, below }) => pathLength !== undefined && below > pathLength,
  },
];

/** Judges every certificate from what is shown up to the authority that the other end lists. */
export function checkPath(
  shows: Pick<Identity, 'name' | 'chain'>,
  path: CertificatePath,
  purpose: Purpose,
  bundle: string,
  now: Date,
): Finding[] {
  const judge = (rules: readonly StepRule[], certificate: X509Certificate, below: number, where: string) => {
    const step = { certificate: inspectCertificate(certificate.raw), below, purpose, now };
    return rules.filter(({ broken }) => broken(step)).map(({ rule }) => found(idOf(rule, purpose), where));
  };
  const where = `${bundle}: ${shows.name}`;
  const [leaf] = shows.chain;
  // A leaf that is itself listed has no authority above it.
  const authorities =
    path.ends === 'trusted'
      ? [...path.intermediates, path.anchor.certificate].filter(({ raw }) => !raw.equals(leaf.raw))
      : [];
  return [
    ...judge(LEAF_RULES, leaf, 0, where),
    ...authorities.flatMap((certificate, below) => judge(AUTHORITY_RULES, certificate, below, where)),
  ];
}

const idOf = (rule: StepRule['rule'], purpose: Purpose): BundleRule =>
  typeof rule === 'string' ? rule : rule[purpose];
