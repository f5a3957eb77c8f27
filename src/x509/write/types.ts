/** The words of RFC 5280 that the other rooms share with this one. */
export const KEY_TYPES = ['rsa-2048', 'rsa-3072', 'rsa-4096', 'ec-p256', 'ec-p384'] as const;
export type KeyType = (typeof KEY_TYPES)[number];

/** A subject alternative name (RFC 5280 section 4.2.1.6): DNS names as A-labels, addresses as text without brackets. */
export type SubjectAltName = { readonly type: 'dns' | 'ip'; readonly value: string };

/** Subject or issuer, encoded in the order O, OU, CN, each as UTF8String. */
export interface DistinguishedName {
  readonly organization?: string;
  readonly organizationalUnit?: string;
  readonly commonName: string;
}

export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

export type ExtendedKeyUsage = 'serverAuth' | 'clientAuth';

/** Source of randomness, `crypto.randomBytes` outside tests. */
export type RandomBytes = (size: number) => Buffer;
