import type { Reader } from '../../setup/pairs.js';
import type { FoundEncryption, FoundKey } from '../../x509/read/key.js';
import type { RuleId } from '../index.js';

interface KeyRule {
  readonly rule: RuleId;
  readonly programs: readonly Reader['program'][];
  readonly broken: (encryption: FoundEncryption) => boolean;
}

const GO = ['elastic-agent', 'fleet-server'] as const;
const JAVA = ['elasticsearch'] as const;

type Pbes2 = Extract<FoundEncryption, { scheme: 'PBES2' }>;
const isPbes2 = (encryption: FoundEncryption): encryption is Pbes2 => encryption.scheme === 'PBES2';
const isLegacy = (encryption: FoundEncryption): encryption is Extract<FoundEncryption, { scheme: 'DEK-Info' }> =>
  encryption.scheme === 'DEK-Info';
const inPbes2 = (broken: (encryption: Pbes2) => boolean) => (encryption: FoundEncryption) =>
  isPbes2(encryption) && broken(encryption);

const GO_PRFS = new Set(['HMAC-SHA-1', 'HMAC-SHA-256']);
const JAVA_PRFS = new Set(['HMAC-SHA-1', 'HMAC-SHA-224', 'HMAC-SHA-256', 'HMAC-SHA-384', 'HMAC-SHA-512']);
const GO_CIPHERS = new Set(['AES-128-CBC', 'AES-192-CBC', 'AES-256-CBC', 'DES-EDE3-CBC']);
const JAVA_CIPHERS = new Set(['AES-128-CBC', 'AES-256-CBC']);

/**
 * What each program's parser of encrypted keys does not read: youmark/pkcs8 (pkcs8.go:149-151, kdf_pbkdf2.go:27-56) with
 * elastic-agent-libs, and Java 17's EncryptedPrivateKeyInfo behind Elasticsearch's PemUtils.
 */
const KEY_RULES: readonly KeyRule[] = [
  { rule: 'key-legacy-encryption', programs: GO, broken: (one) => isLegacy(one) && one.pkcs8 !== 'encrypted' },
  { rule: 'key-headers-around-pkcs8', programs: GO, broken: (one) => isLegacy(one) && one.pkcs8 === 'encrypted' },
  { rule: 'key-headers-around-pkcs8', programs: JAVA, broken: (one) => isLegacy(one) && one.pkcs8 !== undefined },
  { rule: 'key-encryption-unsupported', programs: GO, broken: ({ scheme }) => scheme === 'PBES1' },
  {
    rule: 'key-encryption-unsupported',
    programs: GO,
    broken: inPbes2(({ kdf }) => kdf !== 'PBKDF2' && kdf !== 'scrypt'),
  },
  { rule: 'key-encryption-unsupported', programs: JAVA, broken: inPbes2(({ kdf }) => kdf !== 'PBKDF2') },
  { rule: 'key-prf-unsupported', programs: GO, broken: inPbes2(({ prf }) => prf !== undefined && !GO_PRFS.has(prf)) },
  {
    rule: 'key-prf-unsupported',
    programs: JAVA,
    broken: inPbes2(({ prf }) => prf !== undefined && !JAVA_PRFS.has(prf)),
  },
  { rule: 'key-pbkdf2-key-length', programs: GO, broken: inPbes2(({ keyLength }) => keyLength !== undefined) },
  { rule: 'key-cipher-unsupported', programs: GO, broken: inPbes2(({ cipher }) => !GO_CIPHERS.has(cipher)) },
  { rule: 'key-cipher-unsupported', programs: JAVA, broken: inPbes2(({ cipher }) => !JAVA_CIPHERS.has(cipher)) },
];

/** The rules that a key's encryption breaks for the program that reads it; none for a plain key. */
export function brokenKeyRules({ encryption }: FoundKey, { program }: Reader): RuleId[] {
  if (encryption === undefined) return [];
  const broken = KEY_RULES.filter((rule) => rule.programs.some((one) => one === program) && rule.broken(encryption));
  return broken.map(({ rule }) => rule);
}

/** How a key is encrypted, in one phrase for people. */
export function describeEncryption(encryption: FoundEncryption): string {
  if (!isPbes2(encryption)) return `${encryption.scheme}, ${encryption.cipher}`;
  const { kdf, prf, cipher, iterations, keyLength } = encryption;
  return [
    `PBES2, ${kdf}${prf === undefined ? '' : ` with ${prf}`}`,
    cipher,
    ...(iterations === undefined ? [] : [`${iterations} iterations`]),
    ...(keyLength === undefined ? [] : [`keyLength ${keyLength}`]),
  ].join(', ');
}
