import { authorityRecord } from '../issue/issue.js';
import type { IssuedAuthority } from '../issue/types.js';
import type { Transaction } from '../store/transaction.js';
import type { AuthorityRecord } from '../store/types.js';

const PUBLIC_FILE = 0o644;

/** Writes an authority's certificate and key into its own folder, which stays with the operator. */
export async function writeAuthority(authority: IssuedAuthority, transaction: Transaction): Promise<AuthorityRecord> {
  const { name, plan } = authority;
  const stem = plan.generation === 1 ? name : `${name}-${plan.generation}`;
  const path = (file: string) => `authorities/${name}/${stem}${file}`;
  await transaction.writeFile(path('.pem'), authority.certificate, PUBLIC_FILE);
  await transaction.writeFile(path('-key.pem'), authority.key);
  if (authority.generatedPassphrase !== undefined) {
    await transaction.writeFile(path('-key-passphrase'), authority.generatedPassphrase);
  }
  return { ...authorityRecord(authority, path('.pem')), name, generation: plan.generation, signs: true, trusted: true };
}
