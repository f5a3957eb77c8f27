import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CertlabError } from '../errors.js';
import { authorityNames, unreadable } from './folder.js';

/** An authority with what signs in its name. */
export interface LabAuthority {
  readonly certificate: X509Certificate;
  readonly privateKey: KeyObject;
  /** The files of its folder, by name, copied as they are except for the certificate. */
  readonly files: Map<string, Buffer>;
}

/** Where the passphrase may be if it lies in no file beside the key: the name that create takes it by. */
export const PASSPHRASE_VARIABLE = 'FLEET_CERTLAB_CA_KEY_PASSPHRASE';

/**
 * Opens every authority in a deployment's folder.
 *
 * @throws CertlabError ERR_READ when a file is missing, ERR_MISSING_ANSWER when a key needs a passphrase that is nowhere
 */
export async function readAuthorities(
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Map<string, LabAuthority>> {
  const authorities = new Map<string, LabAuthority>();
  for (const name of await authorityNames(folder)) {
    authorities.set(name, await readAuthority(folder, name, environment[PASSPHRASE_VARIABLE]));
  }
  if (authorities.size === 0) throw unreadable(folder, 'there is no authorities/ folder with the keys that sign');
  return authorities;
}

async function readAuthority(folder: string, name: string, passphrase: string | undefined): Promise<LabAuthority> {
  const files = new Map<string, Buffer>();
  for (const file of [`${name}.pem`, `${name}-key.pem`, `${name}-key-passphrase`]) {
    const content = await readFile(join(folder, 'authorities', name, file)).catch(() => undefined);
    if (content) files.set(file, content);
  }
  const [certificate, key] = [files.get(`${name}.pem`), files.get(`${name}-key.pem`)];
  if (!certificate || !key) throw unreadable(folder, `the certificate or the key of ${name} is missing`);
  try {
    return {
      certificate: new X509Certificate(certificate),
      privateKey: openKey(name, key, files.get(`${name}-key-passphrase`) ?? passphrase),
      files,
    };
  } catch (error) {
    if (error instanceof CertlabError) throw error;
    throw unreadable(folder, `${name} or its key cannot be opened`, error);
  }
}

function openKey(name: string, key: Buffer, passphrase: Buffer | string | undefined): KeyObject {
  if (passphrase !== undefined || !key.includes('ENCRYPTED')) {
    return createPrivateKey(passphrase === undefined ? key : { key, passphrase });
  }
  throw new CertlabError({
    code: 'ERR_MISSING_ANSWER',
    message: `the key of ${name} is encrypted, and its passphrase is not beside it`,
    hint: `put the passphrase into the environment as ${PASSPHRASE_VARIABLE}`,
  });
}
