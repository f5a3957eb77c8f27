import type { KeyObject } from 'node:crypto';
import type { FoundCertificate } from '../../x509/read/certificate.js';
import { belongsTo } from '../../x509/read/native.js';
import type { HostFile } from '../host-files.js';
import { finding } from '../rules/index.js';
import type { Finding } from '../types.js';
import type { Reader } from './files.js';
import { openNamedKey, type Passphrase } from './open-key.js';

/** A certificate and its key, as files. */
export interface NamedPair {
  readonly certificate?: HostFile | undefined;
  readonly key?: HostFile | undefined;
  readonly passphrase: Passphrase;
}

/** What one end of a connection shows. */
export interface ShownPair {
  /** What names the certificate, and its path. */
  readonly where: string;
  readonly chain: readonly [FoundCertificate, ...FoundCertificate[]];
  /** Absent where it does not open, or belongs to another certificate. */
  readonly key?: KeyObject;
}

/** Opens a pair as its program does, and judges the key and whether it belongs to the certificate. */
export function openPair(
  { certificate, key: file, passphrase }: NamedPair,
  reader: Reader,
  fips: boolean,
): { readonly shown?: ShownPair; readonly findings: readonly Finding[] } {
  const { key, findings } = file ? openNamedKey(file, passphrase, reader, fips) : { findings: [] };
  const [leaf, ...rest] = certificate?.material?.certificates ?? [];
  if (certificate === undefined || leaf === undefined) return { findings };
  const { where } = certificate;
  const chain = [leaf, ...rest] as const;
  if (file === undefined || key === undefined) return { findings, shown: { where, chain } };
  if (belongsTo(key, leaf)) return { findings, shown: { where, chain, key } };
  return { findings: [...findings, mismatch(certificate, file, chain, key)], shown: { where, chain } };
}

function mismatch(certificate: HostFile, file: HostFile, chain: ShownPair['chain'], key: KeyObject): Finding {
  const other = chain.findIndex((one) => belongsTo(key, one));
  const sameType = chain[0].publicKey?.asymmetricKeyType === key.asymmetricKeyType;
  return finding('key-mismatch', file.where, {
    says: sameType ? 'tls: private key does' : 'tls: private key type',
    detail:
      other > 0
        ? `it belongs to certificate ${other + 1} of ${certificate.path}`
        : `not the key of ${certificate.path}`,
  });
}
