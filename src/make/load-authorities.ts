import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { CertlabError } from '../errors.js';
import type { IssuingAuthority } from '../issue/types.js';
import type { AuthorityName } from '../plan/types.js';
import type { AuthorityRecord } from '../store/types.js';
import { sha256Fingerprint } from '../x509/write/fingerprint.js';
import { type Issuer, loadIssuer } from '../x509/write/issuer.js';
import { fromPem, toPem } from '../x509/write/pem.js';
import { keyFile, passphraseFile } from './authorities.js';

/** Where the CAs of a deployment are. */
export interface AuthorityPlace {
  /** The deployment's folder. */
  readonly folder: string;
  /** The folder that stands for its `authorities/`, where they are kept elsewhere. */
  readonly authorities?: string;
  /** Opens keys that have a passphrase and no file with it beside them. */
  readonly passphrase?: string;
}

/** The path of an authority's file: its certificate, its key, or the key's passphrase. */
function authorityPath({ folder, authorities }: AuthorityPlace, file: string): string {
  return authorities === undefined ? join(folder, file) : join(authorities, file.replace(/^authorities\//, ''));
}

/** A CA of one generation, as far as it is needed. */
export interface LoadedAuthority {
  readonly record: Pick<AuthorityRecord, 'name' | 'generation' | 'signs' | 'trusted'>;
  readonly der: Buffer;
  /** Absent where it does not have to sign. */
  readonly issuer?: Issuer;
}

/**
 * Reads the CAs that sign or that hosts trust, with the keys of those that have to sign. A key that is not there is an error
 * only then.
 *
 * @param records every CA of the deployment
 * @param signers names of the CAs that have to sign
 * @throws CertlabError ERR_READ for a file that is missing or is not what inventory.json says, ERR_MISSING_ANSWER for a
 *   passphrase that is nowhere, ERR_INPUT for one that does not open the key
 */
export async function loadAuthorities(
  records: readonly AuthorityRecord[],
  signers: ReadonlySet<AuthorityName>,
  place: AuthorityPlace,
): Promise<LoadedAuthority[]> {
  const loaded: LoadedAuthority[] = [];
  for (const record of records.filter(({ trusted, signs }) => trusted || signs)) {
    const der = await certificateOf(record, place);
    const signs = record.signs && signers.has(record.name);
    loaded.push({ record, der, ...(signs && { issuer: loadIssuer(der, await keyOf(record, place)) }) });
  }
  return loaded;
}

/** What hosts are issued from: for each name the CA that signs, with every generation that is trusted. */
export function issuingFrom(all: readonly LoadedAuthority[]): Map<AuthorityName, IssuingAuthority> {
  const pem = ({ der }: LoadedAuthority) => toPem('CERTIFICATE', der);
  return new Map(
    all
      .filter(({ record }) => record.signs)
      .map((signer) => {
        const { name } = signer.record;
        const trusted = all.filter(({ record }) => record.name === name && record.trusted);
        const { der, issuer } = signer;
        return [
          name,
          { name, certificate: pem(signer), der, trusted: trusted.map(pem).join(''), ...(issuer && { issuer }) },
        ];
      }),
  );
}

async function certificateOf({ file, name, sha256 }: AuthorityRecord, place: AuthorityPlace): Promise<Buffer> {
  const path = authorityPath(place, file);
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw missing(`the certificate of ${name} is not there: ${path} (${cause.code})`, cause);
  });
  const { der } = fromPem(text)[0]!;
  if (sha256Fingerprint(der) !== sha256) {
    throw new CertlabError({
      code: 'ERR_READ',
      message: `${path} is not the ${name} of this deployment: its fingerprint is not the one in inventory.json`,
      hint: 'put the original back',
    });
  }
  return der;
}

async function keyOf({ file, name }: AuthorityRecord, place: AuthorityPlace): Promise<KeyObject> {
  const path = authorityPath(place, keyFile(file));
  const key = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw missing(`the key of ${name} is not there and has to sign: ${path} (${cause.code})`, cause);
  });
  if (!key.includes('ENCRYPTED')) return createPrivateKey(key);
  const beside = await readFile(authorityPath(place, passphraseFile(file)), 'utf8').catch(() => undefined);
  const passphrase = beside ?? place.passphrase;
  if (passphrase === undefined) {
    throw new CertlabError({
      code: 'ERR_MISSING_ANSWER',
      message: `the key of ${name} has a passphrase: ${path}`,
      hint: 'give it with --ca-key-passphrase-file or in FLEET_CERTLAB_CA_KEY_PASSPHRASE',
    });
  }
  try {
    return createPrivateKey({ key, passphrase });
  } catch (cause) {
    const from = beside === undefined ? 'the passphrase that was given' : basename(passphraseFile(file));
    throw new CertlabError(
      { code: 'ERR_INPUT', message: `${from} does not open the key of ${name}: ${path}`, hint: 'give the right one' },
      { cause },
    );
  }
}

function missing(message: string, cause: unknown): CertlabError {
  return new CertlabError(
    {
      code: 'ERR_READ',
      message,
      hint: 'put it back, or name the folder that holds fleet-ca/ and the others with --authorities',
    },
    { cause },
  );
}
