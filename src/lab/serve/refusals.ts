import type { X509Certificate } from 'node:crypto';
import type { RuleId } from '../../check/rules/index.js';
import type { Authority } from '../../handshake/ends.js';
import type { ServerRole } from '../../prove/ends.js';
import { checkPath } from '../../prove/path-rules.js';
import { pathOf } from '../../prove/paths.js';

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
  const path = pathOf(chain, trusts);
  const broken = new Set<string>([
    ...(path.ends === 'trusted' ? [] : ['issuer-not-trusted']),
    ...(path.ends === 'trusted' && !path.anchor.certificate.ca ? ['authority-not-ca'] : []),
    ...checkPath({ name: 'client', chain }, path, 'clientAuth', role, now).map(({ rule }) => rule),
  ]);
  return (Object.keys(REFUSES[role]) as RuleId[]).find((rule) => broken.has(rule));
}
