import type { StackVersion } from '../../deployment/types.js';
import type { Details } from '../../setup/remark.js';
import { allows, type FoundCertificate, hasSigned } from '../../x509/read/certificate.js';
import { finding, type RuleId } from '../index.js';
import type { Finding } from '../types.js';
import { DAY_MS, issuerOf, type Purpose, subjectOf, USAGE_OF } from './certificates.js';

/** From a certificate to an authority that the other end lists, both included; one of one where that end lists it itself. */
export type Path = readonly FoundCertificate[];

/** No private hierarchy is deeper, and a ring of authorities must end. */
const LONGEST_PATH = 8;

/** The path that a verifier finds with what is shown and what it trusts; undefined where there is none. */
export function pathTo(chain: readonly FoundCertificate[], anchors: readonly FoundCertificate[]): Path | undefined {
  const [leaf, ...others] = chain;
  const path = leaf === undefined ? [] : [leaf];
  while (path.length > 0 && path.length <= LONGEST_PATH) {
    const last = path.at(-1)!;
    if (anchors.some(({ x509 }) => x509.fingerprint256 === last.x509.fingerprint256)) return path;
    const anchor = anchors.find((authority) => hasSigned(authority, last));
    if (anchor) return [...path, anchor];
    const next = others.find((other) => !path.includes(other) && hasSigned(other, last));
    if (next === undefined) return undefined;
    path.push(next);
  }
  return undefined;
}

export interface PathQuestion {
  readonly where: string;
  readonly chain: readonly [FoundCertificate, ...FoundCertificate[]];
  readonly anchors: readonly FoundCertificate[];
  readonly purpose: Purpose;
  /** Every certificate that any file held: an intermediate may lie somewhere else. Read only when one is missing. */
  readonly known: () => readonly FoundCertificate[];
  readonly now: Date;
  /** The version of the other endpoint, which decides whether it presents a certificate that is not asked for. */
  readonly version: StackVersion;
  /** Whose verdict it is. */
  readonly program: 'elastic-agent' | 'fleet-server' | 'elasticsearch' | 'kibana';
}

/** Judges whether one end accepts what the other one shows, as far as authorities decide it. */
export function judgePath({ where, chain, anchors, purpose, known, program, now, version }: PathQuestion): Finding[] {
  const tell = (rule: RuleId, details: Details = {}) => finding(rule, where, { program, version, ...details });
  const path = pathTo(chain, anchors);
  if (path === undefined) {
    const last = chain.at(-1)!;
    const detail = `${issuerOf(last)} signed it, listed ${anchors.length === 1 ? 'is' : 'are'} ${listed(anchors)}`;
    if (pathTo([...chain, ...known()], anchors))
      return [tell('intermediate-missing', { detail: `${issuerOf(last)} is missing` })];
    return [tell(purpose === 'server' ? 'issuer-not-trusted' : 'client-authority-not-requested', { detail })];
  }
  const [leaf, ...authorities] = path as [FoundCertificate, ...FoundCertificate[]];
  const forbidding = authorities.find((authority) => !allows(authority, USAGE_OF[purpose]));
  const unfit = authorities.find(({ ca }) => !ca);
  const tooDeep = authorities.find(({ pathLength }, below) => pathLength !== undefined && below > pathLength);
  // One that has ended is another rule's; both made for as many years differ by hours.
  const shorter = authorities.find(
    ({ validTo }) => validTo.getTime() + DAY_MS < leaf.validTo.getTime() && validTo > now,
  );
  return [
    ...(unfit ? [tell('issuer-not-ca', { detail: subjectOf(unfit), values: { name: subjectOf(unfit) } })] : []),
    ...(forbidding
      ? [tell('authority-usage-forbids', { detail: `${subjectOf(forbidding)} is not for ${purpose}s` })]
      : []),
    ...(tooDeep
      ? [tell('authority-path-length', { detail: `${subjectOf(tooDeep)} allows ${tooDeep.pathLength}` })]
      : []),
    ...(shorter ? [tell('leaf-outlives-authority', { detail: subjectOf(shorter) })] : []),
  ];
}

const listed = (authorities: readonly FoundCertificate[]): string =>
  authorities.length === 0 ? 'none' : authorities.slice(0, 5).map(subjectOf).join(', ');
