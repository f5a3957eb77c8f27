import type { KeyObject } from 'node:crypto';
import { type FoundEncryption, type FoundKey, openKey } from '../../x509/read/key.js';
import type { HostFile } from '../host-files.js';
import { type Details, finding, type RuleId } from '../rules/index.js';
import type { Finding } from '../types.js';
import { hasLineEnd, type Reader } from './files.js';
import { brokenKeyRules, describeEncryption } from './keys.js';

/** Where the passphrase of a key comes from. */
export type Passphrase =
  | { readonly kind: 'file'; readonly file: HostFile }
  | { readonly kind: 'text'; readonly text: string }
  /** In a keystore, or in a file that cannot be read and was reported by itself. */
  | { readonly kind: 'elsewhere' }
  /** Nothing gives it: the rule that an encrypted key then breaks. */
  | { readonly kind: 'missing'; readonly rule: RuleId };

export interface OpenedKey {
  /** Absent where the program could not open it either. */
  readonly key?: KeyObject;
  readonly findings: readonly Finding[];
}

interface Question {
  readonly found: FoundKey;
  readonly passphrase: Passphrase;
  readonly reader: Reader;
  readonly fips: boolean;
  /** What names the passphrase, or else the key. */
  readonly passphraseWhere: string;
  readonly tell: (rule: RuleId, details?: Details) => Finding;
}

/** Opens a key as its program does, and judges what that program would not open. A file without a key is another rule's. */
export function openNamedKey(file: HostFile, passphrase: Passphrase, reader: Reader, fips: boolean): OpenedKey {
  const [found] = file.material?.keys ?? [];
  if (found === undefined) return { findings: [] };
  const question: Question = {
    found,
    passphrase,
    reader,
    fips,
    passphraseWhere: passphrase.kind === 'file' ? passphrase.file.where : file.where,
    tell: (rule, details = {}) =>
      finding(rule, file.where, {
        program: reader.program,
        ...details,
        values: { path: file.path, ...details.values },
      }),
  };
  const { key, findings } =
    found.encryption === undefined ? openPlain(question) : openEncrypted(question, found.encryption);
  return {
    ...(key && { key }),
    findings: [
      ...(reader.program === 'elasticsearch' && !isKeyFirst(file) ? [question.tell('key-not-first')] : []),
      ...findings,
      ...(key ? judgeType(question, key) : []),
    ],
  };
}

/** Elasticsearch looks at the first block alone; the parameters of a curve may stand before its key. */
const isKeyFirst = ({ material }: HostFile): boolean => /KEY|PARAMETERS/.test(material?.blocks[0]?.label ?? 'KEY');

function openPlain({ found, passphrase, passphraseWhere, tell }: Question): OpenedKey {
  const isUnused = passphrase.kind === 'file' || passphrase.kind === 'text';
  const findings = isUnused ? [finding('passphrase-unused', passphraseWhere)] : [];
  const key = attempt(found);
  return key ? { key, findings } : { findings: [...findings, tell('pem-damaged')] };
}

function openEncrypted(question: Question, encryption: FoundEncryption): OpenedKey {
  const { found, passphrase, reader, fips, passphraseWhere, tell } = question;
  const isLegacy = encryption.scheme === 'DEK-Info';
  const broken = brokenKeyRules(found, reader);
  const secret = secretOf(passphrase);
  const isWrong = secret !== undefined && reader.program === 'elasticsearch' && !isPrintable(secret);
  const findings = [
    ...broken.map((rule) => tell(rule, { detail: describeEncryption(encryption) })),
    ...(fips ? [tell('fips-key-encrypted', { says: isLegacy ? 'encrypted PKCS#1' : 'encrypted private' })] : []),
    ...(passphrase.kind === 'missing' ? [tell(passphrase.rule)] : []),
    ...(isWrong ? [tell('passphrase-not-ascii')] : []),
  ];
  // An empty file or one with a line end was reported by itself: the bytes as they are open nothing.
  if (secret === undefined || secret.length === 0 || hasLineEnd(secret)) return { findings };
  const key = attempt(found, secret);
  if (key) return { key, findings };
  // OpenSSL does not know every scheme either: then only the scheme is to blame.
  if (broken.includes('key-encryption-unsupported')) return { findings };
  const details = { program: reader.program, ...(isLegacy && { says: 'x509:' }) };
  return { findings: [...findings, finding('passphrase-wrong', passphraseWhere, details)] };
}

function secretOf(passphrase: Passphrase): Buffer | undefined {
  if (passphrase.kind === 'text') return Buffer.from(passphrase.text);
  return passphrase.kind === 'file' && passphrase.file.file.state === 'read' ? passphrase.file.file.content : undefined;
}

const isPrintable = (secret: Buffer): boolean => /^[ -~]*$/.test(secret.toString('latin1'));

function attempt(found: FoundKey, passphrase?: Buffer): KeyObject | undefined {
  try {
    return openKey(found, passphrase);
  } catch {
    return undefined;
  }
}

const JAVA_TYPES = new Set(['rsa', 'ec', 'dsa']);
const OIDS: Readonly<Record<string, string>> = {
  ed25519: '1.3.101.112',
  ed448: '1.3.101.113',
  'rsa-pss': '1.2.840.113549.1.1.10',
};

function judgeType({ found, reader, tell }: Question, { asymmetricKeyType }: KeyObject): Finding[] {
  const type: string = asymmetricKeyType ?? 'unknown';
  if (reader.program === 'elasticsearch') {
    return JAVA_TYPES.has(type) ? [] : [tell('key-algorithm-unsupported', { values: { oid: OIDS[type] ?? type } })];
  }
  return found.encryption && type.startsWith('ed') ? [tell('key-ed25519-encrypted')] : [];
}
