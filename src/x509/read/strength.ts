import type { KeyObject } from 'node:crypto';

const LEAST_RSA_BITS = 2048;
const CURVES = new Set(['prime256v1', 'secp384r1', 'secp521r1']);

/** Whether a public key, where it can be read, is RSA of 2048 bits or more, P-256, P-384 or P-521: what every program of the Elastic Stack accepts. */
export function isStrongKey(key: KeyObject | undefined): boolean {
  const { asymmetricKeyType, asymmetricKeyDetails } = key ?? {};
  const { modulusLength = 0, namedCurve = '' } = asymmetricKeyDetails ?? {};
  return asymmetricKeyType === 'rsa'
    ? modulusLength >= LEAST_RSA_BITS
    : asymmetricKeyType === 'ec' && CURVES.has(namedCurve);
}

/** Whether Go refuses a signature by this algorithm, since 1.18, except a self-signed root's. */
export const isWeakSignature = (algorithm: string): boolean => /^(MD|SHA1-|DSA-SHA1|ECDSA-SHA1)/.test(algorithm);
