import { authorityRecord } from '../issue/issue.js';
import type { IssuedAuthority } from '../issue/types.js';
import type { Transaction } from '../store/transaction.js';
import type { AuthorityRecord } from '../store/types.js';

const PUBLIC_FILE = 0o644;

/** Writes an authority's certificate and key into its own folder, which stays with the operator. */
export async function writeAuthority(authority: IssuedAuthority, transaction: Transaction): Promise<AuthorityRecord> {
  const { name, plan } = authority;
  const stem = plan.generation === 1 ? name : `${name}-${plan.generation}`;
  const file = `authorities/${name}/${stem}.pem`;
  await transaction.writeFile(file, authority.certificate, PUBLIC_FILE);
  await transaction.writeFile(keyFile(file), authority.key);
  if (authority.generatedPassphrase !== undefined) {
    await transaction.writeFile(passphraseFile(file), authority.generatedPassphrase);
  }
  return { ...authorityRecord(authority, file), name, generation: plan.generation, signs: true, trusted: true };
}

/** The key beside a certificate's file. */
export const keyFile = (certificate: string): string => certificate.replace(/\.pem$/, '-key.pem');

/** The file with the key's passphrase, where it was generated. */
export const passphraseFile = (certificate: string): string => certificate.replace(/\.pem$/, '-key-passphrase');
