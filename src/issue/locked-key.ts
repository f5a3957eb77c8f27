import type { KeyObject } from 'node:crypto';
import type { Deployment, PassphraseChoice, Secrets } from '../deployment/types.js';
import { CertlabError } from '../errors.js';
import type { AuthorityName, CertificateName } from '../plan/types.js';
import { generatePassphrase } from '../x509/write/passphrase.js';
import { encryptPrivateKey, exportPrivateKey } from '../x509/write/pkcs8.js';
import type { RandomBytes } from '../x509/write/types.js';

/** A private key as it is written, and the passphrase that opens it. */
export interface LockedKey {
  /** PKCS#8 PEM. */
  readonly key: string;
  readonly passphrase?: string;
}

export interface LockOptions {
  readonly secrets: Secrets;
  readonly iterations: Deployment['kdfIterations'];
  readonly randomBytes: RandomBytes;
  /** The passphrase that the host has already; it stays unless another one is given. */
  readonly passphrase?: string | undefined;
}

type PassphraseSecret = Extract<keyof Secrets, `${string}KeyPassphrase`>;

/** Keys that may be encrypted. No flag takes a passphrase for Fleet Server's client key; Kibana's stays plain as well. */
const GIVEN_AS: Readonly<Partial<Record<AuthorityName | CertificateName, PassphraseSecret>>> = {
  'fleet-ca': 'caKeyPassphrase',
  'agent-ca': 'caKeyPassphrase',
  'es-ca': 'caKeyPassphrase',
  'agent-cert': 'agentKeyPassphrase',
  'fleet-cert': 'fleetKeyPassphrase',
  'es-cert': 'esKeyPassphrase',
};

/**
 * Writes a key the way its passphrase choice says: plain, under a passphrase of its own, or under the one given.
 * @throws CertlabError ERR_PKI for a key that nothing could open again, ERR_MISSING_ANSWER when the passphrase that
 * should be given is not.
 */
export async function lockKey(
  planned: { readonly name: AuthorityName | CertificateName; readonly passphrase: PassphraseChoice },
  privateKey: KeyObject,
  { secrets, iterations, randomBytes, passphrase: before }: LockOptions,
): Promise<LockedKey> {
  if (planned.passphrase === 'none') return { key: exportPrivateKey(privateKey) };
  const given = givenFor(planned.name, secrets);
  const passphrase =
    planned.passphrase === 'generate' ? (before ?? generatePassphrase(randomBytes)) : (given ?? before);
  if (passphrase === undefined) {
    throw new CertlabError({
      code: 'ERR_MISSING_ANSWER',
      message: `the passphrase for ${planned.name}-key is missing`,
      hint: 'give it in a file or in the environment, or let it be generated',
    });
  }
  const rounds = planned.passphrase === 'generate' ? iterations.generated : iterations.given;
  return { key: await encryptPrivateKey(privateKey, passphrase, { iterations: rounds, randomBytes }), passphrase };
}

function givenFor(name: AuthorityName | CertificateName, secrets: Secrets): string | undefined {
  const secret = GIVEN_AS[name];
  if (secret !== undefined) return secrets[secret];
  throw new CertlabError({
    code: 'ERR_PKI',
    message: `${name}-key is always written without encryption`,
    hint: 'leave this key without a passphrase',
  });
}
