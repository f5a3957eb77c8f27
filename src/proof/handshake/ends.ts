import type { KeyObject, X509Certificate } from 'node:crypto';

/** A certificate that an end trusts. */
export interface Authority {
  /** File name without extension, e.g. `agent-ca`. */
  readonly name: string;
  readonly certificate: X509Certificate;
}

/** What an end puts into its handshake. */
export interface Shown {
  /** PEM as it is sent: the leaf, then what follows it in the file. */
  readonly certificate: string;
  readonly key: KeyObject;
}

export const TLS_VERSIONS = ['TLSv1.2', 'TLSv1.3'] as const;
export type TlsVersion = (typeof TLS_VERSIONS)[number];

/** Certificate and key as Node's TLS takes them. */
export const pemOf = ({ certificate, key }: Shown) => ({
  cert: certificate,
  key: key.export({ type: 'pkcs8', format: 'pem' }),
});

/**
 * Go and Java take every certificate that is listed as a trust anchor: also an intermediate, and a host's own. Node, and so
 * Kibana, builds the chain up to a self-signed certificate.
 */
export type TrustAnchors = 'listed' | 'self-signed';

/** A list of CAs as Node's TLS takes it. */
export const trustOptions = (authorities: readonly Authority[], anchors: TrustAnchors) => ({
  ca: pemList(authorities),
  allowPartialTrustChain: anchors === 'listed',
});

/** Authorities as Node's TLS takes them. */
export const pemList = (authorities: readonly Authority[]): string[] =>
  authorities.map(({ certificate }) => certificate.toString());
