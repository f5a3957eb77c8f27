import type { X509Certificate } from 'node:crypto';
import { NEWEST_VERSION } from '../../deployment/versions.js';
import type { ServerRole } from '../../plan/types.js';
import type { Authority } from '../../proof/handshake/ends.js';
import type { RuleId } from '../../rules/index.js';
import { judgeAuthorities, judgeChain } from '../../rules/judges/certificates.js';
import { judgePath, pathTo } from '../../rules/judges/paths.js';
import { type FoundCertificate, inspectCertificate } from '../../x509/read/certificate.js';

/** Why a handshake failed: by OpenSSL's or Node's code, or by the rule that the client's certificate breaks. */
export type Refusal = { readonly code: string } | { readonly rule: RuleId };

/**
 * The rules by which each server refuses a client, in its own words. What stands in neither, the server does not look at:
 * Go no key usage of a leaf, Java no date, usage or path length of an authority that is listed.
 */
export const REFUSES: Readonly<Record<ServerRole, Readonly<Partial<Record<RuleId, string>>>>> = {
  'fleet-server': {
    'issuer-not-trusted': 'x509: certificate signed by unknown authority',
    'authority-not-ca': 'x509: certificate signed by unknown authority',
    'authority-cannot-sign': 'x509: certificate signed by unknown authority',
    'authority-path-length': 'x509: too many intermediates for path length constraint',
    'authority-expired': 'x509: certificate has expired or is not yet valid',
    'certificate-expired': 'x509: certificate has expired or is not yet valid',
    'certificate-not-yet-valid': 'x509: certificate has expired or is not yet valid',
    'authority-usage-forbids': 'x509: certificate specifies an incompatible key usage',
    'client-usage-missing': 'x509: certificate specifies an incompatible key usage',
  },
  elasticsearch: {
    'issuer-not-trusted': 'unable to find valid certification path to requested target',
    'authority-not-ca': 'is not a CA certificate',
    'authority-cannot-sign': 'does not have keyCertSign bit set in KeyUsage',
    'certificate-expired': 'validity check failed',
    'certificate-not-yet-valid': 'validity check failed',
    'client-usage-missing': 'Extended key usage does not permit use for TLS client authentication',
    'key-usage-without-signature': 'KeyUsage does not allow digital signatures',
  },
};

/** The first rule for which this server refuses a client's certificate; undefined when it lets the client in. */
export function refusalOf(
  role: ServerRole,
  chain: readonly [X509Certificate, ...X509Certificate[]],
  trusts: readonly Authority[],
  now: Date,
): RuleId | undefined {
  const [leaf, ...rest] = chain.map(({ raw }) => inspectCertificate(raw)) as [FoundCertificate, ...FoundCertificate[]];
  const anchors = trusts.map(({ certificate }) => inspectCertificate(certificate.raw));
  const path = pathTo([leaf, ...rest], anchors);
  const options = { now, fips: false, stackVersion: NEWEST_VERSION };
  const question = {
    where: 'client',
    chain: [leaf, ...rest],
    anchors,
    purpose: 'client',
    known: () => [],
    now,
    program: role,
    version: NEWEST_VERSION,
  } as const;
  const findings = [
    ...judgeChain({ where: 'client', chain: [leaf] }, 'client', options),
    ...(path ?? []).slice(1).flatMap((authority) => judgeAuthorities('client', [authority], options)),
    ...(path ? judgePath(question) : []),
  ];
  const broken = new Set([...(path ? [] : ['issuer-not-trusted']), ...findings.map(({ rule }) => rule)]);
  return (Object.keys(REFUSES[role]) as RuleId[]).find((rule) => broken.has(rule));
}
