import type { Authority, Identity } from './identity.js';

/** What an end puts into its handshake. */
export type Shown = Pick<Identity, 'certificate' | 'key'>;

/** The same as Node's TLS takes it. */
export const pemOf = ({ certificate, key }: Shown) => ({
  cert: certificate,
  key: key.export({ type: 'pkcs8', format: 'pem' }),
});

export const pemList = (authorities: readonly Authority[]): string[] =>
  authorities.map(({ certificate }) => certificate.toString());
