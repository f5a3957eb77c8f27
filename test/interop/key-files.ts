import { createCipheriv, createHash, type KeyObject, randomBytes } from 'node:crypto';
import forge from 'node-forge';
import { run } from './judges.js';

/** A key and its passphrase as files would hold them. */
export interface KeyFile {
  readonly key: string;
  readonly passphrase?: string;
}

export const PASSPHRASE = 'a passphrase of ASCII only';

const encrypted = (key: KeyObject, words: readonly string[]) => openssl(key, ['-topk8', ...words]);

/** Converts with OpenSSL; both passphrase and key go through stdin. */
async function openssl(key: KeyObject, words: readonly string[]): Promise<KeyFile> {
  const input = `${PASSPHRASE}\n${key.export({ type: 'pkcs8', format: 'pem' })}`;
  return { key: await run(['openssl', 'pkcs8', ...words, '-passout', 'stdin'], { input }), passphrase: PASSPHRASE };
}

const pbkdf2 =
  (prf: string, cipher = 'aes-256-cbc') =>
  (key: KeyObject) =>
    encrypted(key, ['-v2', cipher, '-v2prf', prf]);

/** As this program writes keys, with another content of the passphrase file. */
const withPassphrase = (change: (passphrase: string) => string) => async (key: KeyObject) => ({
  ...(await pbkdf2('hmacWithSHA256')(key)),
  passphrase: change(PASSPHRASE),
});

/** Every way to write a private key that a rule is about. */
export const KEY_FILES = {
  plain: async (key: KeyObject) => ({ key: pkcs8(key) }),
  'HMAC-SHA-256': pbkdf2('hmacWithSHA256'),
  'HMAC-SHA-1': pbkdf2('hmacWithSHA1'),
  'HMAC-SHA-512': pbkdf2('hmacWithSHA512'),
  'AES-192': pbkdf2('hmacWithSHA256', 'aes-192-cbc'),
  '3DES': pbkdf2('hmacWithSHA256', 'des3'),
  scrypt: (key: KeyObject) => encrypted(key, ['-scrypt']),
  PBES1: (key: KeyObject) => encrypted(key, ['-v1', 'PBE-SHA1-3DES']),
  'PBKDF2 with keyLength': async (key: KeyObject) => ({ key: withKeyLength(key), passphrase: PASSPHRASE }),
  'DEK-Info': async (key: KeyObject) => ({ key: legacy(key), passphrase: PASSPHRASE }),
  'DEK-Info around PKCS#8': async (key: KeyObject) => ({ key: legacyAroundPkcs8(key), passphrase: PASSPHRASE }),
  'DEK-Info in a PRIVATE KEY': async (key: KeyObject) => ({
    key: legacyAroundPkcs8(key, 'PRIVATE KEY'),
    passphrase: PASSPHRASE,
  }),
  'DEK-Info in an ENCRYPTED PRIVATE KEY': async (key: KeyObject) => ({
    key: legacyAroundPkcs8(key, 'ENCRYPTED PRIVATE KEY'),
    passphrase: PASSPHRASE,
  }),
  'PBES2 under a DEK-Info header': async (key: KeyObject) => withHeaders(await pbkdf2('hmacWithSHA256')(key)),
  'a newline after the passphrase': withPassphrase((passphrase) => `${passphrase}\n`),
  'another passphrase': withPassphrase((passphrase) => passphrase.toUpperCase()),
  'an empty passphrase file': withPassphrase(() => ''),
  'no passphrase file': async (key: KeyObject) => ({ key: (await pbkdf2('hmacWithSHA256')(key)).key }),
  'the passphrase in the place of the key': async () => ({ key: PASSPHRASE }),
} as const satisfies Readonly<Record<string, (key: KeyObject) => Promise<KeyFile>>>;

export type KeyFileName = keyof typeof KEY_FILES;

const pkcs8 = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

/** node-forge states the key's length, which RFC 8018 appendix A.2 allows. */
function withKeyLength(key: KeyObject): string {
  const info = forge.asn1.fromDer(key.export({ type: 'pkcs8', format: 'der' }).toString('binary'));
  const options = { algorithm: 'aes256', prfAlgorithm: 'sha256', count: 2048 } as const;
  return forge.pki.encryptedPrivateKeyToPem(forge.pki.encryptPrivateKeyInfo(info, PASSPHRASE, options));
}

function legacy(key: KeyObject): string {
  const type = key.asymmetricKeyType === 'rsa' ? 'pkcs1' : 'sec1';
  return key.export({ type, format: 'pem', cipher: 'aes-128-cbc', passphrase: PASSPHRASE }).toString();
}

/** PKCS#8, encrypted the older way. elastic-agent-libs' own certificate tool writes it under the older label. */
function legacyAroundPkcs8(
  key: KeyObject,
  label = key.asymmetricKeyType === 'rsa' ? 'RSA PRIVATE KEY' : 'EC PRIVATE KEY',
): string {
  const iv = randomBytes(16);
  // OpenSSL's EVP_BytesToKey: one round of MD5 over the passphrase and the beginning of the IV.
  const secret = createHash('md5').update(PASSPHRASE).update(iv.subarray(0, 8)).digest();
  const cipher = createCipheriv('aes-128-cbc', secret, iv);
  const der = Buffer.concat([cipher.update(key.export({ type: 'pkcs8', format: 'der' })), cipher.final()]);
  const base64 = der.toString('base64').replace(/.{64}/g, '$&\n').trim();
  const headers = `Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,${iv.toString('hex').toUpperCase()}`;
  return `-----BEGIN ${label}-----\n${headers}\n\n${base64}\n-----END ${label}-----\n`;
}

/** A key that is encrypted the newer way, with the headers of the older one before it. */
const withHeaders = ({ key, ...others }: KeyFile): KeyFile => ({
  ...others,
  key: key.replace('\n', `\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,${'0'.repeat(32)}\n\n`),
});
