import type { AuthorityName, CertificateName, PlannedHost } from '../plan/types.js';

const ENDINGS = { certificate: '.pem', key: '-key.pem', passphrase: '-key-passphrase' } as const;

/** `fleet-cert.pem`, `fleet-cert-key.pem` or `fleet-cert-key-passphrase`: the name of a file in a bundle and on its host. */
export function fileName(name: AuthorityName | CertificateName, part: keyof typeof ENDINGS = 'certificate'): string {
  return `${name}${ENDINGS[part]}`;
}

/** Where files lie on a host. */
export type Place = Pick<PlannedHost, 'platform' | 'targetDir'>;

/** The absolute path of an installed file, in the style of its host. */
export function hostPath({ platform, targetDir }: Place, name: string): string {
  return `${targetDir}${platform === 'windows' ? '\\' : '/'}${name}`;
}

/** The paths of a certificate, its key and the key's passphrase, where it has one. */
export interface KeyPairPaths {
  readonly certificate: string;
  readonly key: string;
  readonly passphrase?: string;
}

/** Where a certificate and what belongs to it lie on a host. */
export function keyPairPaths(place: Place, name: CertificateName, encrypted: boolean): KeyPairPaths {
  const path = (part: keyof typeof ENDINGS) => hostPath(place, fileName(name, part));
  return {
    certificate: path('certificate'),
    key: path('key'),
    ...(encrypted && { passphrase: path('passphrase') }),
  };
}
