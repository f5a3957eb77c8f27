import type { X509Certificate } from 'node:crypto';
import type { Authority } from '../handshake/ends.js';

/** How what an end shows leads to what the other end trusts (RFC 5280 section 6.1, without the judgement). */
export type CertificatePath =
  /** Intermediates from the leaf upwards, and the authority that the other end lists. */
  | { readonly ends: 'trusted'; readonly intermediates: readonly X509Certificate[]; readonly anchor: Authority }
  /** The signer is known, and would lead to a listed authority, but is not sent along. */
  | { readonly ends: 'incomplete'; readonly missing: X509Certificate }
  | { readonly ends: 'untrusted' };

/** Hosts' certificates have one authority above them, seldom two. */
const MOST_INTERMEDIATES = 8;

/**
 * Follows a chain from its leaf to a listed authority.
 *
 * @param chain the leaf, then what is sent with it, in any order
 * @param known certificates that lie about in the deployment, to tell a forgotten intermediate from a stranger
 */
export function pathOf(
  [leaf, ...sent]: readonly X509Certificate[],
  trusts: readonly Authority[],
  known: () => readonly X509Certificate[] = () => [],
): CertificatePath {
  const intermediates: X509Certificate[] = [];
  let last = leaf;
  while (last && intermediates.length <= MOST_INTERMEDIATES) {
    const child = last;
    const anchor = trusts.find(({ certificate }) => certificate.raw.equals(child.raw) || hasSigned(certificate, child));
    if (anchor) return { ends: 'trusted', intermediates, anchor };
    last = sent.find((certificate) => certificate !== child && hasSigned(certificate, child));
    if (last) intermediates.push(last);
    else {
      const missing = known().find(
        (certificate) => hasSigned(certificate, child) && trusts.some((one) => hasSigned(one.certificate, certificate)),
      );
      return missing ? { ends: 'incomplete', missing } : { ends: 'untrusted' };
    }
  }
  return { ends: 'untrusted' };
}

/** By name and signature: whether the signer was allowed to is for the rules to say. */
function hasSigned(signer: X509Certificate, certificate: X509Certificate): boolean {
  if (signer.subject !== certificate.issuer) return false;
  try {
    return certificate.verify(signer.publicKey);
  } catch {
    // A key of another kind than the signature's.
    return false;
  }
}
